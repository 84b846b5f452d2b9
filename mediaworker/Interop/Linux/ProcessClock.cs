using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>
/// CPU time of a process in nanoseconds, of all its threads, those that have ended included: what clock_getcpuclockid(3) names.
/// </summary>
public static class ProcessClock
{
    /// <summary>CPUCLOCK_SCHED: as the scheduler counts it (linux/posix-timers.h); the process id stands inverted above three bits.</summary>
    private const int SchedulerClock = 2;

    /// <summary>CLOCK_THREAD_CPUTIME_ID.</summary>
    private const int ThisThread = 3;

    /// <exception cref="Win32Exception">There is no such process.</exception>
    public static long ReadNanoseconds(int processId) => Read((~processId << 3) | SchedulerClock);

    /// <summary>CPU time of the calling thread.</summary>
    public static long ReadThreadNanoseconds() => Read(ThisThread);

    private static long Read(int clock) => LibC.clock_gettime(clock, out var time) == 0
        ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
        : throw new Win32Exception(Marshal.GetLastPInvokeError(), "clock_gettime");
}
