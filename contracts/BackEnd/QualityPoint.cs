namespace Serverless.Contracts.BackEnd;

/// <summary>Quality over one stretch of time, by VideoSDK's names: of one participant, or of a session as the mean of its participants.</summary>
public sealed record QualityPoint
{
    /// <summary>End of the stretch.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Packets.</summary>
    public long? SendAudioPacketLost { get; init; }

    public long? SendVideoPacketLost { get; init; }

    public long? RecvAudioPacketLost { get; init; }

    public long? RecvVideoPacketLost { get; init; }

    /// <summary>Milliseconds.</summary>
    public double? AverageAudioRtt { get; init; }

    public double? AverageVideoRtt { get; init; }

    /// <summary>Milliseconds.</summary>
    public double? AverageAudioJitter { get; init; }

    public double? AverageVideoJitter { get; init; }

    /// <summary>Bits per second.</summary>
    public double? AverageSendAudioBitrate { get; init; }

    public double? AverageSendVideoBitrate { get; init; }

    public double? AverageRecvAudioBitrate { get; init; }

    public double? AverageRecvVideoBitrate { get; init; }

    public required QualityScore QualityScore { get; init; }
}

/// <summary>Estimated opinion, 1 (bad) to 4.4, by the E-model of ITU-T G.107 in its usual short form; absent: nothing measured.</summary>
public sealed record QualityScore(double? Audio = null, double? Video = null);
