using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Leaves packets in the clear, with an empty tag.</summary>
internal sealed class PlainCiphers : ISrtpCipherFactory, ISrtpCipher
{
    public const int Tag = 16;

    public int TagLength => Tag;

    public ISrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey) => this;

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output) => output.Clear();

    public void Seal(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, Span<byte> tag) => tag.Clear();

    public bool TryOpen(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> tag) =>
        !tag.ContainsAnyExcept((byte)0);

    public void Dispose()
    {
    }
}
