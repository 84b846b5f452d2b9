using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Rooms;

/// <summary>One join, live.</summary>
internal sealed class Member(Ticket ticket, Participant participant, SenderBudget budget)
{
    /// <summary>Identity and rights, as functions signed them.</summary>
    public Ticket Ticket => ticket;

    public string Key => ticket.ConnectionKey;

    /// <summary>As others see it; only <see cref="Roster"/> changes it.</summary>
    public Participant Participant { get; set; } = participant;

    public SenderBudget Budget => budget;

    public bool OnStage => ticket.Mode == ParticipantMode.SendAndReceive;

    public bool HasMedia => ticket.Mode != ParticipantMode.SignallingOnly;

    public IReadOnlyList<SlotAssignment> Slots { get; set; } = [];

    public StatementPace SlotsPace { get; } = new();

    /// <summary>Which layers of its own tracks are watched, as far as that was said.</summary>
    public Dictionary<TrackSource, WantedLayers> Layers { get; } = [];

    public StatementPace LayersPace { get; } = new();

    /// <summary>In what it sees pictures; null: it sees none.</summary>
    public IReadOnlyList<VideoCodec>? Decodes { get; set; }

    /// <summary>What it was told that everybody decodes.</summary>
    public IReadOnlyList<VideoCodec> KnownCodecs { get; set; } = ticket.VideoCodecs ?? RoomCodecs.Default.Video;

    /// <summary>What it wants to see; null while it said nothing.</summary>
    public WatchMessage? Watch { get; set; }

    /// <summary>The worker's statistics are being gathered for it.</summary>
    public bool Measuring { get; set; }

    /// <summary>What its transport had counted when it was last looked at, for functions.</summary>
    public ParticipantTally Tally { get; set; }

    /// <summary>When that was; at first, when the participation began.</summary>
    public TimeSpan TalliedAt { get; set; }

    /// <summary>When the last message came.</summary>
    public TimeSpan LastHeard { get; set; }

    /// <summary>An offer is with the media plane.</summary>
    public bool Negotiating { get; set; }

    /// <summary>Came while another offer was being answered; only the newest counts.</summary>
    public OfferMessage? NextOffer { get; set; }

    /// <summary>The log is being read for this member's sync.</summary>
    public bool Syncing { get; set; }
}
