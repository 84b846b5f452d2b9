namespace Serverless.Rtc.Units;

/// <summary>Bits per second.</summary>
public readonly record struct Bitrate(long BitsPerSecond) : IComparable<Bitrate>
{
    public static readonly Bitrate Zero = new(0);

    public static Bitrate Kilobits(long value) => new(value * 1000);

    public static Bitrate operator +(Bitrate left, Bitrate right) => new(left.BitsPerSecond + right.BitsPerSecond);

    public static Bitrate operator -(Bitrate left, Bitrate right) => new(left.BitsPerSecond - right.BitsPerSecond);

    public static Bitrate operator *(Bitrate left, double right) => new((long)(left.BitsPerSecond * right));

    /// <summary>What flows in that time.</summary>
    public static DataSize operator *(Bitrate left, TimeSpan right) =>
        new((long)((Int128)left.BitsPerSecond * right.Ticks / (8 * TimeSpan.TicksPerSecond)));

    public static bool operator <(Bitrate left, Bitrate right) => left.BitsPerSecond < right.BitsPerSecond;

    public static bool operator >(Bitrate left, Bitrate right) => left.BitsPerSecond > right.BitsPerSecond;

    public static bool operator <=(Bitrate left, Bitrate right) => left.BitsPerSecond <= right.BitsPerSecond;

    public static bool operator >=(Bitrate left, Bitrate right) => left.BitsPerSecond >= right.BitsPerSecond;

    public int CompareTo(Bitrate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    public override string ToString() => $"{BitsPerSecond / 1000.0:F1} kbit/s";
}
