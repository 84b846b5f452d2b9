namespace Serverless.Rtc.Rtp;

/// <summary>
/// How many frames before a frame those lie that it refers to; at most eight, which is one more than AV1 has.
/// </summary>
public readonly record struct FrameDifferences
{
    public const int Capacity = 8;

    private readonly UInt128 _packed;

    private FrameDifferences(UInt128 packed, int count)
    {
        _packed = packed;
        Count = count;
    }

    public int Count { get; }

    /// <summary>1 to 4,096.</summary>
    public int this[int index] => (ushort)(_packed >> (16 * index));

    internal FrameDifferences With(int difference) =>
        new(_packed | ((UInt128)(ushort)difference << (16 * Count)), Count + 1);
}
