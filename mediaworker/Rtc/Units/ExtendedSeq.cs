namespace Serverless.Rtc.Units;

/// <summary>
/// Sequence number with its cycles: the 16 bits of the wire are the lowest. Negative only for a packet that was sent
/// before the first one seen and arrived after it.
/// </summary>
public readonly record struct ExtendedSeq(long Value) : IComparable<ExtendedSeq>
{
    /// <summary>What the wire carries.</summary>
    public RtpSeq Sequence => new(unchecked((ushort)Value));

    public static ExtendedSeq operator +(ExtendedSeq left, long right) => new(left.Value + right);

    public static ExtendedSeq operator -(ExtendedSeq left, long right) => new(left.Value - right);

    public static long operator -(ExtendedSeq left, ExtendedSeq right) => left.Value - right.Value;

    public static bool operator <(ExtendedSeq left, ExtendedSeq right) => left.Value < right.Value;

    public static bool operator >(ExtendedSeq left, ExtendedSeq right) => left.Value > right.Value;

    public static bool operator <=(ExtendedSeq left, ExtendedSeq right) => left.Value <= right.Value;

    public static bool operator >=(ExtendedSeq left, ExtendedSeq right) => left.Value >= right.Value;

    public int CompareTo(ExtendedSeq other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}
