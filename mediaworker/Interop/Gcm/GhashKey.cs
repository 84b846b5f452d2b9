using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Serverless.Interop.Gcm;

/// <summary>
/// GHASH (NIST SP 800-38D §6.4) by carry-less multiplication. It works on the bit-reflected twin POLYVAL, which spares a
/// shift per product: GHASH of blocks under H is POLYVAL of the byte-reversed blocks under x·H (RFC 8452, appendix A).
/// </summary>
/// <remarks>Powers of the key let eight products share one reduction, which is the slow and serial part.</remarks>
[InlineArray(Capacity)]
internal struct GhashKey
{
    public const int BlockLength = 16;

    /// <summary>Blocks that <see cref="AbsorbEight"/> takes.</summary>
    public const int Stride = 8;

    /// <summary>A tail of eight blocks and the block of lengths.</summary>
    private const int Capacity = Stride + 1;

    /// <summary>The key to the first power, to the second, and so on.</summary>
    private Vector128<ulong> _first;

    private static Vector128<byte> Reversal =>
        Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

    /// <param name="subkey">The encrypted zero block.</param>
    public static GhashKey Expand(Vector128<byte> subkey)
    {
        GhashKey powers = default;
        powers[0] = Double(Reverse(subkey));
        for (var power = 1; power < Capacity; power++)
        {
            var product = default(Product);
            product.Add(powers[power - 1], powers[0]);
            powers[power] = product.Reduce();
        }

        return powers;
    }

    /// <summary>As the hash leaves, and as blocks come in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Reverse(Vector128<byte> block) => Ssse3.Shuffle(block, Reversal).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(ref byte block, nuint offset) => Reverse(Vector128.LoadUnsafe(ref block, offset));

    public readonly Vector128<ulong> AbsorbEight(Vector128<ulong> hash, ref byte blocks)
    {
        var product = default(Product);
        product.Add(hash ^ Load(ref blocks, 0), this[7]);
        product.Add(Load(ref blocks, 16), this[6]);
        product.Add(Load(ref blocks, 32), this[5]);
        product.Add(Load(ref blocks, 48), this[4]);
        product.Add(Load(ref blocks, 64), this[3]);
        product.Add(Load(ref blocks, 80), this[2]);
        product.Add(Load(ref blocks, 96), this[1]);
        product.Add(Load(ref blocks, 112), this[0]);
        return product.Reduce();
    }

    /// <summary>Absorbs bytes of any number, the last block filled with zeros.</summary>
    public readonly Vector128<ulong> Absorb(Vector128<ulong> hash, ReadOnlySpan<byte> data)
    {
        while (data.Length > Stride * BlockLength)
        {
            hash = AbsorbSome(hash, data[..(Stride * BlockLength)], end: null);
            data = data[(Stride * BlockLength)..];
        }

        return data.IsEmpty ? hash : AbsorbSome(hash, data, end: null);
    }

    /// <summary>Absorbs the rest of the text and the block of lengths.</summary>
    /// <param name="hash">Of all before.</param>
    /// <param name="rest">At most eight blocks.</param>
    /// <param name="associatedLength">Bytes of associated data.</param>
    /// <param name="textLength">Bytes of text.</param>
    public readonly Vector128<ulong> Finish(
        Vector128<ulong> hash, ReadOnlySpan<byte> rest, int associatedLength, int textLength) =>
        AbsorbSome(hash, rest, Vector128.Create((ulong)textLength * 8, (ulong)associatedLength * 8));

    private readonly Vector128<ulong> AbsorbSome(Vector128<ulong> hash, ReadOnlySpan<byte> data, Vector128<ulong>? end)
    {
        var power = ((data.Length + BlockLength - 1) / BlockLength) + (end is null ? 0 : 1);
        var product = default(Product);
        ref var source = ref MemoryMarshal.GetReference(data);
        var position = 0;
        for (; position + BlockLength <= data.Length; position += BlockLength)
        {
            product.Add(hash ^ Reverse(Vector128.LoadUnsafe(ref source, (nuint)position)), this[--power]);
            hash = default;
        }

        if (position < data.Length)
        {
            Span<byte> padded = stackalloc byte[BlockLength];
            padded.Clear();
            data[position..].CopyTo(padded);
            product.Add(hash ^ Reverse(Vector128.Create<byte>(padded)), this[--power]);
            hash = default;
        }

        if (end is { } lengths)
        {
            product.Add(hash ^ lengths, this[0]);
        }

        return product.Reduce();
    }

    /// <summary>The element times x in POLYVAL's field, whose polynomial is x^128 + x^127 + x^126 + x^121 + 1 (RFC 8452 §3).</summary>
    private static Vector128<ulong> Double(Vector128<ulong> element)
    {
        var low = element.GetElement(0);
        var high = element.GetElement(1);
        var carry = 0UL - (high >> 63);
        return Vector128.Create((low << 1) ^ (carry & 1), ((high << 1) | (low >> 63)) ^ (carry & 0xc200000000000000));
    }

    /// <summary>A sum of products of 256 bits, not reduced yet.</summary>
    internal struct Product
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<ulong> a, Vector128<ulong> b)
        {
            _low ^= Pclmulqdq.CarrylessMultiply(a, b, 0x00);
            _middle ^= Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);
            _high ^= Pclmulqdq.CarrylessMultiply(a, b, 0x11);
        }

        /// <summary>Montgomery's reduction: divides by x^128, twice 64 bits at a time.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce()
        {
            var polynomial = Vector128.CreateScalar(0xc200000000000000);
            var low = _low ^ Sse2.ShiftLeftLogical128BitLane(_middle, 8);
            var high = _high ^ Sse2.ShiftRightLogical128BitLane(_middle, 8);
            low = Swap(low) ^ Pclmulqdq.CarrylessMultiply(low, polynomial, 0x00);
            low = Swap(low) ^ Pclmulqdq.CarrylessMultiply(low, polynomial, 0x00);
            return high ^ low;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<ulong> Swap(Vector128<ulong> halves) => Sse2.Shuffle(halves.AsInt32(), 0x4e).AsUInt64();
    }
}
