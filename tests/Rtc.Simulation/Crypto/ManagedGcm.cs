using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>RFC 7714.</summary>
internal sealed class ManagedGcm(ReadOnlySpan<byte> key) : ISrtpCipher
{
    private readonly AesGcm _aes = new(key, 16);

    public int TagLength => 16;

    public void Seal(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, Span<byte> tag) =>
        _aes.Encrypt(iv, payload, payload, tag, associated);

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
}
