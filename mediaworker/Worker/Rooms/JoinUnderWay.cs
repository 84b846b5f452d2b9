using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>
/// A join whose offer is with the media plane. The shard may speak of the new transport before its answer has come back to
/// the room, so what it says is kept here.
/// </summary>
internal sealed class JoinUnderWay(JoinCommand command)
{
    public JoinCommand Command => command;

    public string Key => command.Ticket.ConnectionKey;

    /// <summary>Ended before it began: by functions, or with the room.</summary>
    public bool Closed { get; set; }

    public bool Connected { get; set; }

    /// <summary>Newer than those of the answer.</summary>
    public IReadOnlyList<SlotAssignment>? Slots { get; set; }

    /// <summary>Which layers of its tracks are watched.</summary>
    public Dictionary<TrackSource, WantedLayers> Layers { get; } = [];
}
