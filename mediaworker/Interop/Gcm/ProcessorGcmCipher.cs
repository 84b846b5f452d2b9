using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Serverless.Rtc.Srtp;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Serverless.Interop.Gcm;

/// <summary>
/// AEAD_AES_128_GCM (RFC 7714; NIST SP 800-38D) straight on the processor's AES and carry-less multiply instructions. Of a
/// packet's cost under OpenSSL 3 more than half is the way to the cipher, which here is a method call; and its 350 bytes
/// of state stand together, where a viewer's OpenSSL context is kilobytes of scattered heap.
/// </summary>
internal sealed class ProcessorGcmCipher : ISrtpCipher
{
    private const int NonceLength = 12;
    private const int StrideLength = GhashKey.Stride * GhashKey.BlockLength;

    /// <summary>Up to here the blocks' counter, which begins at 2, changes its last byte only, and that spares turning it round.</summary>
    private const int LongestText = 31 * StrideLength;

    private AesRoundKeys _aes;
    private GhashKey _ghash;

    /// <param name="key">16 bytes.</param>
    public ProcessorGcmCipher(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, AesRoundKeys.KeyLength);
        _aes = AesRoundKeys.Expand(key);
        _ghash = GhashKey.Expand(_aes.Encrypt(Vector128<byte>.Zero));
    }

    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported && Sse41.IsSupported;

    public int TagLength => 16;

    /// <remarks>Inlined into a caller, it would use up what the compiler inlines into one method, and its rounds became calls.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Seal(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        Span<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LongestText, nameof(payload));
        var nonce = ReadNonce(iv);
        var mask = _aes.Encrypt(Counter(nonce, 1));
        var hash = _ghash.Absorb(default, associated);
        ref var text = ref MemoryMarshal.GetReference(payload);
        uint counter = 2;
        var position = 0;
        if (payload.Length >= StrideLength)
        {
            // What is hashed is what the stride before made; the first has none before it.
            _ = EncryptStride(nonce, counter, ref text, ref text, default);
            for (position = StrideLength; position + StrideLength <= payload.Length; position += StrideLength)
            {
                counter += GhashKey.Stride;
                ref var stride = ref Unsafe.Add(ref text, position);
                hash = EncryptStride(nonce, counter, ref stride, ref Unsafe.Subtract(ref stride, StrideLength), hash);
            }

            counter += GhashKey.Stride;
            hash = _ghash.AbsorbEight(hash, ref Unsafe.Add(ref text, position - StrideLength));
        }

        var rest = payload[position..];
        ApplyKeyStream(nonce, counter, rest);
        Authenticate(mask, _ghash.Finish(hash, rest, associated.Length, payload.Length)).CopyTo(tag);
    }

    /// <inheritdoc cref="Seal"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryOpen(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LongestText, nameof(payload));
        var nonce = ReadNonce(iv);
        var hash = _ghash.Absorb(default, associated);
        ref var text = ref MemoryMarshal.GetReference(payload);
        uint counter = 2;
        var position = 0;
        for (; position + StrideLength <= payload.Length; position += StrideLength)
        {
            ref var stride = ref Unsafe.Add(ref text, position);
            hash = EncryptStride(nonce, counter, ref stride, ref stride, hash);
            counter += GhashKey.Stride;
        }

        var rest = payload[position..];
        Span<byte> expected = stackalloc byte[16];
        Authenticate(_aes.Encrypt(Counter(nonce, 1)), _ghash.Finish(hash, rest, associated.Length, payload.Length)).CopyTo(expected);
        ApplyKeyStream(nonce, counter, rest);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes<AesRoundKeys>(new Span<AesRoundKeys>(ref _aes)));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes<GhashKey>(new Span<GhashKey>(ref _ghash)));
    }

    private static Vector128<byte> ReadNonce(ReadOnlySpan<byte> iv)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(iv.Length, NonceLength);
        return Vector128.Create(
            MemoryMarshal.Read<ulong>(iv), (ulong)MemoryMarshal.Read<uint>(iv[sizeof(ulong)..])).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Counter(Vector128<byte> nonce, uint counter) =>
        nonce.AsUInt32().WithElement(3, BinaryPrimitives.ReverseEndianness(counter)).AsByte();

    /// <summary>A few blocks on: no carry leaves the counter's last byte (see <see cref="LongestText"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Ahead(Vector128<byte> counter, uint blocks) =>
        (counter.AsUInt32() + Vector128.Create(0, 0, 0, blocks << 24)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector128<byte> key,
        ref Vector128<byte> s0,
        ref Vector128<byte> s1,
        ref Vector128<byte> s2,
        ref Vector128<byte> s3,
        ref Vector128<byte> s4,
        ref Vector128<byte> s5,
        ref Vector128<byte> s6,
        ref Vector128<byte> s7)
    {
        s0 = Aes.Encrypt(s0, key);
        s1 = Aes.Encrypt(s1, key);
        s2 = Aes.Encrypt(s2, key);
        s3 = Aes.Encrypt(s3, key);
        s4 = Aes.Encrypt(s4, key);
        s5 = Aes.Encrypt(s5, key);
        s6 = Aes.Encrypt(s6, key);
        s7 = Aes.Encrypt(s7, key);
    }

    private static Vector128<byte> Authenticate(Vector128<byte> mask, Vector128<ulong> hash) =>
        GhashKey.Reverse(hash.AsByte()).AsByte() ^ mask;

    /// <summary>
    /// Eight blocks at once fill the pipelines of the AES unit. Between their rounds stand the products of eight other blocks,
    /// which another unit makes meanwhile: the processor does not look far enough ahead to find them by itself.
    /// </summary>
    /// <param name="nonce">With an empty counter.</param>
    /// <param name="counter">Of the first block.</param>
    /// <param name="text">Where the eight blocks stand; changed in place.</param>
    /// <param name="hashed">Eight blocks to absorb, as they stand before.</param>
    /// <param name="hash">Of all before those.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> EncryptStride(
        Vector128<byte> nonce, uint counter, ref byte text, ref byte hashed, Vector128<ulong> hash)
    {
        var product = default(GhashKey.Product);
        var key = _aes[0];
        var first = Counter(nonce, counter);
        var s0 = first ^ key;
        var s1 = Ahead(first, 1) ^ key;
        var s2 = Ahead(first, 2) ^ key;
        var s3 = Ahead(first, 3) ^ key;
        var s4 = Ahead(first, 4) ^ key;
        var s5 = Ahead(first, 5) ^ key;
        var s6 = Ahead(first, 6) ^ key;
        var s7 = Ahead(first, 7) ^ key;
        Round(_aes[1], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(hash ^ GhashKey.Load(ref hashed, 0), _ghash[7]);
        Round(_aes[2], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 16), _ghash[6]);
        Round(_aes[3], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 32), _ghash[5]);
        Round(_aes[4], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 48), _ghash[4]);
        Round(_aes[5], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 64), _ghash[3]);
        Round(_aes[6], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 80), _ghash[2]);
        Round(_aes[7], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 96), _ghash[1]);
        Round(_aes[8], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        product.Add(GhashKey.Load(ref hashed, 112), _ghash[0]);
        Round(_aes[9], ref s0, ref s1, ref s2, ref s3, ref s4, ref s5, ref s6, ref s7);
        key = _aes[AesRoundKeys.Rounds];
        var t0 = Vector128.LoadUnsafe(ref text, 0);
        var t1 = Vector128.LoadUnsafe(ref text, 16);
        var t2 = Vector128.LoadUnsafe(ref text, 32);
        var t3 = Vector128.LoadUnsafe(ref text, 48);
        var t4 = Vector128.LoadUnsafe(ref text, 64);
        var t5 = Vector128.LoadUnsafe(ref text, 80);
        var t6 = Vector128.LoadUnsafe(ref text, 96);
        var t7 = Vector128.LoadUnsafe(ref text, 112);
        s0 = Aes.EncryptLast(s0, key) ^ t0;
        s1 = Aes.EncryptLast(s1, key) ^ t1;
        s2 = Aes.EncryptLast(s2, key) ^ t2;
        s3 = Aes.EncryptLast(s3, key) ^ t3;
        s4 = Aes.EncryptLast(s4, key) ^ t4;
        s5 = Aes.EncryptLast(s5, key) ^ t5;
        s6 = Aes.EncryptLast(s6, key) ^ t6;
        s7 = Aes.EncryptLast(s7, key) ^ t7;
        s0.StoreUnsafe(ref text, 0);
        s1.StoreUnsafe(ref text, 16);
        s2.StoreUnsafe(ref text, 32);
        s3.StoreUnsafe(ref text, 48);
        s4.StoreUnsafe(ref text, 64);
        s5.StoreUnsafe(ref text, 80);
        s6.StoreUnsafe(ref text, 96);
        s7.StoreUnsafe(ref text, 112);
        return product.Reduce();
    }

    /// <summary>For what is left of the text: less than eight blocks.</summary>
    private void ApplyKeyStream(Vector128<byte> nonce, uint counter, Span<byte> rest)
    {
        ref var text = ref MemoryMarshal.GetReference(rest);
        var position = 0;
        for (; position + GhashKey.BlockLength <= rest.Length; position += GhashKey.BlockLength)
        {
            var block = Vector128.LoadUnsafe(ref text, (nuint)position) ^ _aes.Encrypt(Counter(nonce, counter++));
            block.StoreUnsafe(ref text, (nuint)position);
        }

        if (position < rest.Length)
        {
            Span<byte> keyStream = stackalloc byte[GhashKey.BlockLength];
            _aes.Encrypt(Counter(nonce, counter)).CopyTo(keyStream);
            for (; position < rest.Length; position++)
            {
                rest[position] ^= keyStream[position % GhashKey.BlockLength];
            }
        }
    }
}
