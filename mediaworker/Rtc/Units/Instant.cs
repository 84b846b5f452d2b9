namespace Serverless.Rtc.Units;

/// <summary>A point on the monotonic clock, in microseconds from an arbitrary start. The caller of the core reads the clock.</summary>
public readonly record struct Instant(long Microseconds) : IComparable<Instant>
{
    /// <summary>Later than every deadline.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    public static Instant operator +(Instant left, TimeSpan right) =>
        left == Never ? Never : new(left.Microseconds + (right.Ticks / TimeSpan.TicksPerMicrosecond));

    public static Instant operator -(Instant left, TimeSpan right) =>
        new(left.Microseconds - (right.Ticks / TimeSpan.TicksPerMicrosecond));

    public static TimeSpan operator -(Instant left, Instant right) =>
        new((left.Microseconds - right.Microseconds) * TimeSpan.TicksPerMicrosecond);

    public static bool operator <(Instant left, Instant right) => left.Microseconds < right.Microseconds;

    public static bool operator >(Instant left, Instant right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(Instant left, Instant right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(Instant left, Instant right) => left.Microseconds >= right.Microseconds;

    public static Instant Min(Instant left, Instant right) => left < right ? left : right;

    public int CompareTo(Instant other) => Microseconds.CompareTo(other.Microseconds);

    public override string ToString() => this == Never ? "never" : $"{Microseconds / 1000.0:F3} ms";
}
