using System.Diagnostics;
using Serverless.Rtc.Units;

namespace Serverless.Worker.Media;

/// <summary>The clock of the media core. Shards read it once per turn of their loop.</summary>
internal static class MonotonicClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Wall clock when the monotonic one was zero, in µs since 1970.</summary>
    public static readonly long UnixMicrosecondsAtZero =
        (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static Instant Now =>
        new(Stopwatch.GetElapsedTime(Start).Ticks / TimeSpan.TicksPerMicrosecond);
}
