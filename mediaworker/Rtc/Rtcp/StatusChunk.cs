using System.Numerics;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// 16 bits that give several packets' status symbols: a run of one symbol, 14 symbols of one bit, or 7 of two bits
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.1–3.1.4). The default value holds none.
/// </summary>
internal readonly record struct StatusChunk(ushort Value)
{
    public const int NotReceived = 0;
    public const int SmallDelta = 1;
    public const int LargeDelta = 2;
    public const int MaxRun = 0x1FFF;
    public const int OneBitCount = 14;
    public const int TwoBitCount = 7;

    private const int VectorFlag = 0x8000;
    private const int TwoBitFlag = 0x4000;
    private const int Reserved = 3;

    private bool IsVector => (Value & VectorFlag) != 0;

    private bool IsTwoBit => (Value & TwoBitFlag) != 0;

    public int Count => !IsVector ? Value & MaxRun : IsTwoBit ? TwoBitCount : OneBitCount;

    public int this[int index] => !IsVector ? (Value >> 13) & 3
        : IsTwoBit ? (Value >> (12 - (2 * index))) & 3
        : (Value >> (13 - index)) & 1;

    public static StatusChunk Run(int symbol, int count) => new((ushort)((symbol << 13) | count));

    /// <summary>At most 14 symbols, none above <see cref="SmallDelta"/>.</summary>
    public static StatusChunk OneBit(ReadOnlySpan<byte> symbols)
    {
        var value = VectorFlag;
        for (var index = 0; index < symbols.Length; index++)
        {
            value |= symbols[index] << (13 - index);
        }

        return new((ushort)value);
    }

    /// <summary>At most 7 symbols.</summary>
    public static StatusChunk TwoBit(ReadOnlySpan<byte> symbols)
    {
        var value = VectorFlag | TwoBitFlag;
        for (var index = 0; index < symbols.Length; index++)
        {
            value |= symbols[index] << (12 - (2 * index));
        }

        return new((ushort)value);
    }

    /// <summary>Bytes that the deltas of the first symbols take; false for a reserved symbol.</summary>
    public bool TryMeasureDeltas(int count, out int length)
    {
        length = 0;
        if (!IsVector)
        {
            // A small delta takes one byte, a large one two: the symbol's own number.
            length = this[0] * count;
            return this[0] != Reserved;
        }

        if (!IsTwoBit)
        {
            length = BitOperations.PopCount((uint)(Value & 0x3FFF) >> (OneBitCount - count));
            return true;
        }

        for (var index = 0; index < count; index++)
        {
            length += this[index];
            if (this[index] == Reserved)
            {
                return false;
            }
        }

        return true;
    }
}
