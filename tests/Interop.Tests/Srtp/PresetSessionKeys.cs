using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.Srtp;

/// <summary>
/// OpenSSL's ciphers behind a key derivation that yields given session keys: the vectors of RFC 7714 start from session
/// keys, and ours from master keys.
/// </summary>
internal sealed class PresetSessionKeys(byte[] encryptionKey, byte[] salt) : ISrtpCipherFactory
{
    private const int LabelPosition = 7;

    private readonly SrtpCiphers _ciphers = new();

    /// <summary>All zeros, so that the derivation's input shows the label in the open (RFC 3711 §4.3.1).</summary>
    public static SrtpMasterKey Master => new(new byte[16], new byte[12]);

    public ISrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> authenticationKey) =>
        _ciphers.Create(profile, key, authenticationKey);

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output)
    {
        var isSalt = block[LabelPosition] is 2 or 5;
        (isSalt ? salt : encryptionKey).CopyTo(output);
    }
}
