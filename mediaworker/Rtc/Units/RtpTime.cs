namespace Serverless.Rtc.Units;

/// <summary>32-bit RTP timestamp in ticks of the codec's clock; order is modulo 2^32 and so no total order.</summary>
public readonly record struct RtpTime(uint Value)
{
    public static RtpTime operator +(RtpTime left, int right) => new(unchecked(left.Value + (uint)right));

    public static RtpTime operator -(RtpTime left, int right) => new(unchecked(left.Value - (uint)right));

    /// <summary>The shorter way from right to left, in ticks.</summary>
    public static int operator -(RtpTime left, RtpTime right) => unchecked((int)(left.Value - right.Value));

    public static bool operator <(RtpTime left, RtpTime right) => left - right < 0;

    public static bool operator >(RtpTime left, RtpTime right) => left - right > 0;

    public static bool operator <=(RtpTime left, RtpTime right) => left - right <= 0;

    public static bool operator >=(RtpTime left, RtpTime right) => left - right >= 0;

    /// <summary>Ticks that pass in <paramref name="duration"/>, rounded towards zero.</summary>
    public static long Ticks(TimeSpan duration, int clockRate)
    {
        // Seconds apart from the rest, so that the product fits 64 bits.
        var (seconds, rest) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerSecond);
        return (seconds * clockRate) + (rest * clockRate / TimeSpan.TicksPerSecond);
    }

    public override string ToString() => Value.ToString();
}
