namespace Serverless.Rtc.Units;

/// <summary>
/// 16-bit RTP sequence number. Order is modulo 2^16, so it holds only between numbers less than 32,768 apart and is
/// no total order: sort <see cref="ExtendedSeq"/> instead.
/// </summary>
public readonly record struct RtpSeq(ushort Value)
{
    public static RtpSeq operator +(RtpSeq left, int right) => new(unchecked((ushort)(left.Value + right)));

    public static RtpSeq operator -(RtpSeq left, int right) => new(unchecked((ushort)(left.Value - right)));

    /// <summary>The shorter way from right to left: −32,768 to 32,767.</summary>
    public static int operator -(RtpSeq left, RtpSeq right) => unchecked((short)(left.Value - right.Value));

    public static bool operator <(RtpSeq left, RtpSeq right) => left - right < 0;

    public static bool operator >(RtpSeq left, RtpSeq right) => left - right > 0;

    public static bool operator <=(RtpSeq left, RtpSeq right) => left - right <= 0;

    public static bool operator >=(RtpSeq left, RtpSeq right) => left - right >= 0;

    public RtpSeq Next() => this + 1;

    public override string ToString() => Value.ToString();
}
