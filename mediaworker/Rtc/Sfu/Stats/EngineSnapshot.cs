using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>All media of one engine. Counts are since it began, those who left included.</summary>
public sealed record EngineSnapshot
{
    /// <summary>Of a room that is on several engines, the first one tells.</summary>
    public required int Rooms { get; init; }

    public required int Participants { get; init; }

    /// <summary>RTP and RTCP packets that came in authentic, and their bytes, plain.</summary>
    public required long PacketsReceived { get; init; }

    /// <inheritdoc cref="PacketsReceived"/>
    public required long BytesReceived { get; init; }

    /// <summary>RTP and RTCP packets handed to the socket, and their bytes, plain.</summary>
    public required long PacketsSent { get; init; }

    /// <inheritdoc cref="PacketsSent"/>
    public required long BytesSent { get; init; }

    /// <summary>Packets sent again to viewers that missed them.</summary>
    public required long Repairs { get; init; }

    /// <summary>Requests that went to publishers.</summary>
    public required long KeyFrameRequests { get; init; }

    /// <summary>Transports that came up.</summary>
    public required long Handshakes { get; init; }

    /// <summary>Viewers by what their path carries: as many as have an estimate up to each of <see cref="EstimateBounds"/>, and above.</summary>
    public required IReadOnlyList<int> ViewersByEstimate { get; init; }

    /// <summary>Participants by their round trip, as far as it is known: up to each of <see cref="RoundTripBounds"/>, and above.</summary>
    public required IReadOnlyList<int> ParticipantsByRoundTrip { get; init; }

    /// <summary>Viewers by how much their path loses, as far as they tell: up to each of <see cref="LossBounds"/>, and above.</summary>
    public required IReadOnlyList<int> ViewersByLoss { get; init; }

    /// <summary>Slots that have a picture to show, by what they should show of it and what they do.</summary>
    public required IReadOnlyDictionary<PictureLayers, int> Pictures { get; init; }

    /// <summary>Times that a picture stood still for half a second at a viewer's though its source went on.</summary>
    public required long Freezes { get; init; }

    /// <summary>Packets that went no further; a reason without any is left out.</summary>
    public required IReadOnlyDictionary<DropReason, long> Drops { get; init; }

    /// <summary>Upper bounds of <see cref="ViewersByEstimate"/>.</summary>
    public static IReadOnlyList<Bitrate> EstimateBounds { get; } =
        [Bitrate.Kilobits(250), Bitrate.Kilobits(500), Bitrate.Kilobits(1000), Bitrate.Kilobits(2500), Bitrate.Kilobits(5000)];

    /// <summary>Upper bounds of <see cref="ParticipantsByRoundTrip"/>.</summary>
    public static IReadOnlyList<TimeSpan> RoundTripBounds { get; } =
    [
        TimeSpan.FromMilliseconds(25),
        TimeSpan.FromMilliseconds(50),
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromMilliseconds(400),
    ];

    /// <summary>Upper bounds of <see cref="ViewersByLoss"/>, as parts of one.</summary>
    public static IReadOnlyList<double> LossBounds { get; } = [0.01, 0.02, 0.05, 0.1];
}
