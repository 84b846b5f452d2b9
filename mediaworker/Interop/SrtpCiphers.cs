using Serverless.Interop.Gcm;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop;

/// <summary>The fastest cipher that this machine has for each SRTP profile: our own GCM where the processor can, else OpenSSL's.</summary>
public sealed class SrtpCiphers : ISrtpCipherFactory
{
    private readonly OpenSslSrtpCiphers _openSsl = new();

    /// <param name="processorGcm">False: OpenSSL whatever the processor can.</param>
    /// <exception cref="OpenSslMissingException">OpenSSL 3 is not installed.</exception>
    public SrtpCiphers(bool processorGcm = true) =>
        UsesProcessorGcm = processorGcm && ProcessorGcmCipher.IsSupported && GcmSelfTest.Passes();

    /// <summary>False where it was not wanted, the processor lacks an instruction, or the self-test failed.</summary>
    public bool UsesProcessorGcm { get; }

    public ISrtpCipher Create(
        SrtpProfile profile, ReadOnlySpan<byte> encryptionKey, ReadOnlySpan<byte> authenticationKey) =>
        UsesProcessorGcm && profile == SrtpProfile.AeadAes128Gcm
            ? new ProcessorGcmCipher(encryptionKey)
            : _openSsl.Create(profile, encryptionKey, authenticationKey);

    public void EncryptBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> output) =>
        _openSsl.EncryptBlock(key, block, output);
}
