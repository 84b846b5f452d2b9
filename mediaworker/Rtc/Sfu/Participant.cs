using Serverless.Rtc.Peer;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>One participant's media on this shard: its transport, what it publishes, and its slots.</summary>
internal sealed class Participant(string key, string participantId, Room room, Transport transport)
{
    /// <summary>Names the participation; unguessable.</summary>
    public string Key { get; } = key;

    /// <summary>Names the person to others.</summary>
    public string ParticipantId { get; } = participantId;

    public Room Room { get; } = room;

    public Transport Transport { get; } = transport;

    public Presence Presence { get; } = new();

    public List<Publication> Publications { get; } = [];

    public List<Slot> Slots { get; } = [];

    /// <summary>The sections of the last negotiation, for sources that only their MID or payload type names.</summary>
    public IReadOnlyList<NegotiatedSection> Sections { get; set; } = [];

    /// <summary>The transport that this one takes the place of, until it is connected (make before break).</summary>
    public Participant? Replaces { get; set; }

    /// <summary>Addresses that valid checks came from.</summary>
    public List<UdpAddress> Addresses { get; } = [];

    /// <summary>Sender of our feedback packets.</summary>
    public uint FeedbackSsrc { get; init; }

    /// <summary>From receiver reports; before the first, a guess that repairs neither too early nor too late.</summary>
    public TimeSpan RoundTrip { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Relation of the publisher's wall clock to ours.</summary>
    public ClockOffset Clock { get; } = new();

    /// <summary>When sender and receiver reports go out next.</summary>
    public Instant NextReport { get; set; }

    /// <summary>The entry of the <see cref="DeadlineQueue"/> that counts.</summary>
    public Instant QueuedFor { get; set; } = Instant.Never;

    public bool IsConnected => Presence.State == PresenceState.Connected;
}
