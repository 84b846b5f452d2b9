namespace Serverless.Rtc.Units;

/// <summary>
/// 64-bit NTP timestamp: seconds since 1900 in the upper half, fraction of a second in the lower (RFC 3550 §4). The
/// core has no wall clock: the caller maps <see cref="Instant"/> to it by one offset that it keeps for the process's
/// life.
/// </summary>
public readonly record struct NtpTime(ulong Value)
{
    /// <summary>From 1900-01-01 to 1970-01-01.</summary>
    private const long UnixOffsetSeconds = 2_208_988_800;

    private const long MicrosecondsPerSecond = 1_000_000;

    public uint Seconds => (uint)(Value >> 32);

    public uint Fraction => (uint)Value;

    /// <summary>The middle 32 bits (16.16 seconds), as LSR and DLSR carry them (RFC 3550 §6.4.1).</summary>
    public uint Compact => (uint)(Value >> 16);

    public static NtpTime FromUnixMicroseconds(long microseconds)
    {
        var (seconds, rest) = Math.DivRem(microseconds, MicrosecondsPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += MicrosecondsPerSecond;
        }

        // Rounded, so that a microsecond survives the round trip.
        var fraction = (((ulong)rest << 32) + (MicrosecondsPerSecond / 2)) / MicrosecondsPerSecond;
        return new(unchecked((ulong)(seconds + UnixOffsetSeconds) << 32) + fraction);
    }

    public long ToUnixMicroseconds()
    {
        var fraction = (((ulong)Fraction * MicrosecondsPerSecond) + (1UL << 31)) >> 32;
        return ((Seconds - UnixOffsetSeconds) * MicrosecondsPerSecond) + (long)fraction;
    }

    /// <summary>Duration as 16.16 seconds, clamped to what 32 bits hold (about 18 hours).</summary>
    public static uint ToCompact(TimeSpan duration)
    {
        var value = ((Int128)duration.Ticks << 16) / TimeSpan.TicksPerSecond;
        return (uint)Int128.Clamp(value, 0, uint.MaxValue);
    }

    /// <summary>16.16 seconds as a duration.</summary>
    public static TimeSpan FromCompact(uint compact) => new((long)(((Int128)compact * TimeSpan.TicksPerSecond) >> 16));

    public override string ToString() => $"{Seconds}.{Fraction:x8}";
}
