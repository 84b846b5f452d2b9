using System.Diagnostics;
using Serverless.Rtc.Units;

namespace Serverless.Load.Measure;

/// <summary>One clock for all threads of the generator: delays are differences of it.</summary>
internal sealed class Clock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public Instant Now => new(Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond);
}
