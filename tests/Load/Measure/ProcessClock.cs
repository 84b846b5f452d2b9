using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Serverless.Load.Measure;

/// <summary>
/// CPU time of another process in nanoseconds, of all its threads, those that have ended included: what clock_getcpuclockid(3) names.
/// </summary>
internal static partial class ProcessClock
{
    /// <summary>CPUCLOCK_SCHED: as the scheduler counts it (linux/posix-timers.h); the process id stands inverted above three bits.</summary>
    private const int SchedulerClock = 2;

    /// <exception cref="Win32Exception">There is no such process.</exception>
    public static long ReadNanoseconds(int processId)
    {
        return clock_gettime((~processId << 3) | SchedulerClock, out var time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), "clock_gettime");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out TimeSpecification time);

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
