using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>What is known of a layer without its packets, so that a viewer on another engine is given what one at home would be.</summary>
internal sealed record LayerState
{
    public required byte Place { get; init; }

    public required bool HasPackets { get; init; }

    public required Instant LastArrival { get; init; }

    public required long Newest { get; init; }

    public required CodecKind Codec { get; init; }

    public required FrameSize Size { get; init; }

    public required int SpatialLayers { get; init; }

    public required int TemporalLayers { get; init; }

    public required LayerMeters Meters { get; init; }

    /// <summary>By its last sender report; null before the first.</summary>
    public required (NtpTime Ntp, uint Rtp)? Clock { get; init; }
}
