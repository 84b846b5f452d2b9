using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>AES-CM with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1).</summary>
internal sealed class ManagedCounterMode : ISrtpCipher
{
    private const int BlockLength = 16;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _authenticationKey;

    public ManagedCounterMode(ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey)
    {
        _aes.Key = encryptionKey.ToArray();
        _authenticationKey = authenticationKey.ToArray();
    }

    public int TagLength => 10;

    public void Seal(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, Span<byte> tag)
    {
        ApplyKeyStream(iv, payload);
        Authenticate(associated, payload, suffix).AsSpan(0, TagLength).CopyTo(tag);
    }

    public bool TryOpen(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> tag)
    {
        if (!Authenticate(associated, payload, suffix).AsSpan(0, TagLength).SequenceEqual(tag))
        {
            return false;
        }

        ApplyKeyStream(iv, payload);
        return true;
    }

    public void Dispose() => _aes.Dispose();

#pragma warning disable CA5350 // SHA-1 is what the profile says.
    private byte[] Authenticate(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> suffix) =>
        HMACSHA1.HashData(_authenticationKey, (byte[])[.. associated, .. payload, .. suffix]);
#pragma warning restore CA5350

    private void ApplyKeyStream(ReadOnlySpan<byte> iv, Span<byte> payload)
    {
        var counters = new byte[(payload.Length + BlockLength - 1) / BlockLength * BlockLength];
        for (var block = 0; block * BlockLength < counters.Length; block++)
        {
            var counter = counters.AsSpan(block * BlockLength, BlockLength);
            iv.CopyTo(counter);
            counter[^2] = (byte)(block >> 8);
            counter[^1] = (byte)block;
        }

        var keyStream = _aes.EncryptEcb(counters, PaddingMode.None);
        for (var index = 0; index < payload.Length; index++)
        {
            payload[index] ^= keyStream[index];
        }
    }
}
