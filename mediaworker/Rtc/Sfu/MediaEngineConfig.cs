namespace Serverless.Rtc.Sfu;

/// <param name="UnixMicrosecondsAtZero">Wall clock at <see cref="Units.Instant"/> zero, for sender reports.</param>
public sealed record MediaEngineConfig(long UnixMicrosecondsAtZero);
