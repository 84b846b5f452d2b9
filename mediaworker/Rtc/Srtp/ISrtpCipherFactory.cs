namespace Serverless.Rtc.Srtp;

public interface ISrtpCipherFactory
{
    /// <param name="profile">Which transform.</param>
    /// <param name="encryptionKey">16-byte session encryption key.</param>
    /// <param name="authenticationKey">20-byte session authentication key; empty for GCM.</param>
    ISrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey);

    /// <summary>One AES-128 block, for key derivation (RFC 3711 §4.3.3).</summary>
    void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output);
}
