namespace Serverless.Rtc.Units;

/// <summary>An amount of data, in bytes.</summary>
public readonly record struct DataSize(long Bytes) : IComparable<DataSize>
{
    public static readonly DataSize Zero = new(0);

    public long Bits => Bytes * 8;

    public static DataSize operator +(DataSize left, DataSize right) => new(left.Bytes + right.Bytes);

    public static DataSize operator -(DataSize left, DataSize right) => new(left.Bytes - right.Bytes);

    /// <summary>The rate that moves this much in that time; zero for no time.</summary>
    public static Bitrate operator /(DataSize left, TimeSpan right) =>
        right.Ticks <= 0 ? Bitrate.Zero : new((long)((Int128)left.Bits * TimeSpan.TicksPerSecond / right.Ticks));

    /// <summary>How long the rate takes to move this much; <see cref="TimeSpan.MaxValue"/> at no rate.</summary>
    public static TimeSpan operator /(DataSize left, Bitrate right) =>
        right.BitsPerSecond <= 0
            ? TimeSpan.MaxValue
            : new((long)((Int128)left.Bits * TimeSpan.TicksPerSecond / right.BitsPerSecond));

    public static bool operator <(DataSize left, DataSize right) => left.Bytes < right.Bytes;

    public static bool operator >(DataSize left, DataSize right) => left.Bytes > right.Bytes;

    public static bool operator <=(DataSize left, DataSize right) => left.Bytes <= right.Bytes;

    public static bool operator >=(DataSize left, DataSize right) => left.Bytes >= right.Bytes;

    public int CompareTo(DataSize other) => Bytes.CompareTo(other.Bytes);

    public override string ToString() => $"{Bytes} B";
}
