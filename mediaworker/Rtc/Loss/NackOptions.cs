namespace Serverless.Rtc.Loss;

/// <summary>Limits of a <see cref="NackGenerator"/>.</summary>
public sealed record NackOptions
{
    public static readonly NackOptions Default = new();

    /// <summary>Packets missing at once; beyond it repair would cost more than a key frame.</summary>
    public int MaxMissing { get; init; } = 500;

    /// <summary>A longer run of missing packets is not asked for.</summary>
    public int MaxGap { get; init; } = 300;

    /// <summary>Requests for one packet.</summary>
    public int MaxTries { get; init; } = 10;

    /// <summary>A packet missing this long would come too late to be played.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Later packets that may overtake one before it counts as lost.</summary>
    public int ReorderPackets { get; init; } = 2;

    /// <summary>Without that many later packets, it counts as lost after this time.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The first request is repeated after the round trip and this.</summary>
    public TimeSpan RetryMargin { get; init; } = TimeSpan.FromMilliseconds(10);
}
