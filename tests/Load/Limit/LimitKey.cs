using System.Security.Cryptography;

namespace Serverless.Load.Limit;

/// <summary>The publisher's session key towards the limit program, which shakes no hands.</summary>
internal sealed class LimitKey : IDisposable
{
    private const int TagLength = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(12);
    private readonly AesGcm _cipher;

    public LimitKey() => _cipher = new AesGcm(_key, TagLength);

    public string Hex => Convert.ToHexStringLower(_key) + Convert.ToHexStringLower(_salt);

    /// <summary>AEAD_AES_128_GCM (RFC 7714 §8.1) in place; the run is too short for the sequence numbers to wrap.</summary>
    /// <returns>The length with its tag.</returns>
    public int Protect(Span<byte> packet, int headerLength, int length)
    {
        Span<byte> nonce = stackalloc byte[12];
        packet.Slice(8, 4).CopyTo(nonce[2..]);
        packet.Slice(2, 2).CopyTo(nonce[10..]);
        for (var index = 0; index < nonce.Length; index++)
        {
            nonce[index] ^= _salt[index];
        }

        var payload = packet[headerLength..length];
        _cipher.Encrypt(nonce, payload, payload, packet.Slice(length, TagLength), packet[..headerLength]);
        return length + TagLength;
    }

    public void Dispose() => _cipher.Dispose();
}
