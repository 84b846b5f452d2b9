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

    /// <summary>Packets that went no further; a reason without any is left out.</summary>
    public required IReadOnlyDictionary<DropReason, long> Drops { get; init; }

    /// <summary>Upper bounds of <see cref="ViewersByEstimate"/>.</summary>
    public static IReadOnlyList<Bitrate> EstimateBounds { get; } =
        [Bitrate.Kilobits(250), Bitrate.Kilobits(500), Bitrate.Kilobits(1000), Bitrate.Kilobits(2500), Bitrate.Kilobits(5000)];
}
