using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Srtp;

/// <summary>
/// Real key derivation, and in place of the ciphers a keyed digest with a plain payload: enough to tell an authentic
/// packet from a changed one, or from one with the wrong roll-over counter, and quick enough for long sequences.
/// </summary>
internal sealed class FakeCiphers : ISrtpCipherFactory
{
    public ISrtpCipher Create(
        SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey) =>
        new FakeCipher(encryptionKey.ToArray());

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
#pragma warning disable CA5358 // The bare AES primitive is what RFC 3711 §4.3.3 asks for.
        aes.EncryptEcb(block, output, PaddingMode.None);
#pragma warning restore CA5358
    }

    private sealed class FakeCipher(byte[] key) : ISrtpCipher
    {
        public int TagLength => 16;

        public void Seal(
            ReadOnlySpan<byte> iv,
            ReadOnlySpan<byte> associated,
            Span<byte> payload,
            ReadOnlySpan<byte> suffix,
            Span<byte> tag) => Digest(iv, associated, payload, suffix).AsSpan(0, TagLength).CopyTo(tag);

        public bool TryOpen(
            ReadOnlySpan<byte> iv,
            ReadOnlySpan<byte> associated,
            Span<byte> payload,
            ReadOnlySpan<byte> suffix,
            ReadOnlySpan<byte> tag) => Digest(iv, associated, payload, suffix).AsSpan(0, TagLength).SequenceEqual(tag);

        public void Dispose()
        {
        }

        private byte[] Digest(
            ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> suffix) =>
            SHA256.HashData([.. key, .. iv, .. associated, .. payload, .. suffix]);
    }
}
