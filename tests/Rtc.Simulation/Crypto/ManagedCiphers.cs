using System.Security.Cryptography;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>SRTP's real transforms on the framework's cryptography: slower than the worker's, and without native code.</summary>
public sealed class ManagedCiphers : ISrtpCipherFactory
{
    public ISrtpCipher Create(SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey) =>
        profile switch
        {
            SrtpProfile.AeadAes128Gcm => new ManagedGcm(encryptionKey),
            SrtpProfile.AesCm128HmacSha1_80 => new ManagedCounterMode(encryptionKey, authenticationKey),
        };

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output)
    {
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        aes.EncryptEcb(block, output, PaddingMode.None);
    }
}
