using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop.OpenSsl;

/// <summary>SRTP ciphers straight on libcrypto: .NET's own classes cost more than the cipher itself per packet.</summary>
public sealed class OpenSslSrtpCiphers : ISrtpCipherFactory
{
    /// <exception cref="OpenSslMissingException">OpenSSL 3 is not installed.</exception>
    public OpenSslSrtpCiphers() => OpenSslLibraries.Require();

    public ISrtpCipher Create(
        SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey) =>
        profile switch
        {
            SrtpProfile.AeadAes128Gcm => new GcmCipher(encryptionKey),
            SrtpProfile.AesCm128HmacSha1_80 => new CtrHmacCipher(encryptionKey, authenticationKey),
        };

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output)
    {
        // Runs a dozen times per transport, not per packet: the class library will do.
        using var aes = Aes.Create();
        aes.SetKey(key);
#pragma warning disable CA5358 // A single block is the AES primitive itself; there is no mode to be weak.
        aes.EncryptEcb(block, output, PaddingMode.None);
#pragma warning restore CA5358
    }
}
