using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>RFC 7714. Fails the test when two different packets are sealed under one initialisation vector.</summary>
internal sealed class ManagedGcm(ReadOnlySpan<byte> key) : ISrtpCipher
{
    private readonly AesGcm _aes = new(key, 16);
    private readonly Dictionary<UInt128, int> _sealed = [];

    public int TagLength => 16;

    public void Seal(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, Span<byte> tag)
    {
        ExpectFresh(iv, associated, payload);
        _aes.Encrypt(iv, payload, payload, tag, associated);
    }

    public bool TryOpen(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> tag)
    {
        try
        {
            _aes.Decrypt(iv, payload, tag, payload, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();

    /// <summary>The same packet again is no harm: it gives the same bytes.</summary>
    private void ExpectFresh(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> payload)
    {
        Span<byte> number = stackalloc byte[16];
        number.Clear();
        iv.CopyTo(number);
        var hash = default(HashCode);
        hash.AddBytes(associated);
        hash.AddBytes(payload);
        var content = hash.ToHashCode();
        Assert.True(
            _sealed.TryAdd(BitConverter.ToUInt128(number), content) || _sealed[BitConverter.ToUInt128(number)] == content,
            "two different packets were protected under one nonce");
    }
}
