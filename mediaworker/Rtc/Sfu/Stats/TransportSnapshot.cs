using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Stats;

/// <summary>A participant's connection.</summary>
public sealed record TransportSnapshot
{
    /// <summary>RTP and RTCP to the participant, before encryption.</summary>
    public required Bitrate Sent { get; init; }

    /// <summary>Likewise, from the participant.</summary>
    public required Bitrate Received { get; init; }

    /// <summary>Null until it was measured.</summary>
    public required TimeSpan? RoundTrip { get; init; }

    /// <summary>What the path to the participant carries. Null where the client does not tell what arrives.</summary>
    public required Bitrate? Estimate { get; init; }

    /// <summary>What arrives there.</summary>
    public required Bitrate? Acknowledged { get; init; }

    /// <summary>What the slots were given of the estimate.</summary>
    public required Bitrate? Allocated { get; init; }

    /// <summary>Part of the packets to the participant that were lost.</summary>
    public required double? Loss { get; init; }
}
