using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Who publishes in a room: a participant here, or one that is on another shard.</summary>
internal interface IPublisher
{
    /// <summary>Names the person to others.</summary>
    string ParticipantId { get; }

    /// <summary>Here.</summary>
    Room Room { get; }

    /// <summary>When it came; the order in which a room's tracks are shown.</summary>
    Instant Since { get; }

    /// <summary>Decides between two who came at once.</summary>
    uint Number { get; }

    /// <summary>Its transport is on this shard.</summary>
    bool IsHere { get; }

    bool IsConnected { get; }

    /// <summary>Relation of the publisher's wall clock to ours.</summary>
    ClockOffset Clock { get; }

    List<Publication> Publications { get; }

    /// <summary>Somebody wants something of its publications by then.</summary>
    void Wake(Instant at);
}
