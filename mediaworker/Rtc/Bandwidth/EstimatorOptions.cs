using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>Bounds of the estimate of one viewer's path.</summary>
public sealed record EstimatorOptions
{
    public static readonly EstimatorOptions Default = new();

    /// <summary>Before the path is known: the probes of the first second soon replace it.</summary>
    public Bitrate Start { get; init; } = Bitrate.Kilobits(600);

    /// <summary>Never below: three voices and their headers.</summary>
    public Bitrate Minimum { get; init; } = Bitrate.Kilobits(100);

    public Bitrate Maximum { get; init; } = Bitrate.Kilobits(20_000);
}
