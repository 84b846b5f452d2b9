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

    public void Seal(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        Span<byte> tag)
    {
        var nonce = ReadNonce(iv);
        var hash = _ghash.Absorb(default, associated);
        ref var text = ref MemoryMarshal.GetReference(payload);
        uint counter = 2;
        var position = 0;
        for (; position + StrideLength <= payload.Length; position += StrideLength)
        {
            hash = EncryptStride(nonce, counter, ref Unsafe.Add(ref text, position), hash, isText: true);
            counter += GhashKey.Stride;
        }

        var rest = payload[position..];
        ApplyKeyStream(nonce, counter, rest);
        Authenticate(nonce, _ghash.Finish(hash, rest, associated.Length, payload.Length)).CopyTo(tag);
    }

    public bool TryOpen(
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> associated,
        Span<byte> payload,
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> tag)
    {
        var nonce = ReadNonce(iv);
        var hash = _ghash.Absorb(default, associated);
        ref var text = ref MemoryMarshal.GetReference(payload);
        uint counter = 2;
        var position = 0;
        for (; position + StrideLength <= payload.Length; position += StrideLength)
        {
            hash = EncryptStride(nonce, counter, ref Unsafe.Add(ref text, position), hash, isText: false);
            counter += GhashKey.Stride;
        }

        var rest = payload[position..];
        Span<byte> expected = stackalloc byte[16];
        Authenticate(nonce, _ghash.Finish(hash, rest, associated.Length, payload.Length)).CopyTo(expected);
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
        Span<byte> block = stackalloc byte[16];
        iv.CopyTo(block);
        block[NonceLength..].Clear();
        return Vector128.Create<byte>(block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Counter(Vector128<byte> nonce, uint counter) =>
        nonce.AsUInt32().WithElement(3, BinaryPrimitives.ReverseEndianness(counter)).AsByte();

    private Vector128<byte> Authenticate(Vector128<byte> nonce, Vector128<ulong> hash) =>
        GhashKey.Reverse(hash.AsByte()).AsByte() ^ _aes.Encrypt(Counter(nonce, 1));

    /// <summary>
    /// Eight blocks at once fill the pipelines of the AES unit; the hash of one stride runs in the shadow of the next one's
    /// rounds.
    /// </summary>
    /// <param name="nonce">With an empty counter.</param>
    /// <param name="counter">Of the first block.</param>
    /// <param name="text">Where the eight blocks stand; changed in place.</param>
    /// <param name="hash">Of all before.</param>
    /// <param name="isText">True: what comes out is hashed; false: what went in.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> EncryptStride(
        Vector128<byte> nonce, uint counter, ref byte text, Vector128<ulong> hash, bool isText)
    {
        var key = _aes[0];
        var s0 = Counter(nonce, counter) ^ key;
        var s1 = Counter(nonce, counter + 1) ^ key;
        var s2 = Counter(nonce, counter + 2) ^ key;
        var s3 = Counter(nonce, counter + 3) ^ key;
        var s4 = Counter(nonce, counter + 4) ^ key;
        var s5 = Counter(nonce, counter + 5) ^ key;
        var s6 = Counter(nonce, counter + 6) ^ key;
        var s7 = Counter(nonce, counter + 7) ^ key;
        for (var round = 1; round < AesRoundKeys.Rounds; round++)
        {
            key = _aes[round];
            s0 = Aes.Encrypt(s0, key);
            s1 = Aes.Encrypt(s1, key);
            s2 = Aes.Encrypt(s2, key);
            s3 = Aes.Encrypt(s3, key);
            s4 = Aes.Encrypt(s4, key);
            s5 = Aes.Encrypt(s5, key);
            s6 = Aes.Encrypt(s6, key);
            s7 = Aes.Encrypt(s7, key);
        }

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
        return isText
            ? _ghash.AbsorbEight(hash, s0, s1, s2, s3, s4, s5, s6, s7)
            : _ghash.AbsorbEight(hash, t0, t1, t2, t3, t4, t5, t6, t7);
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
