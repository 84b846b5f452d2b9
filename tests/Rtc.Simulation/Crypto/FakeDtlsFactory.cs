using Serverless.Rtc.Dtls;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>Engines that shake hands like DTLS, with its flights and retransmissions, but without its cryptography.</summary>
/// <param name="name">Of the certificate.</param>
/// <param name="random">Of the handshakes.</param>
/// <param name="profile">What a server of this factory chooses.</param>
public sealed class FakeDtlsFactory(string name, RandomBytes random, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    : IDtlsEngineFactory
{
    public Fingerprint LocalFingerprint { get; } = FakeCertificate.FingerprintOf(name);

    public IDtlsEngine Create(DtlsRole role, Instant now) =>
        new FakeDtls(role, LocalFingerprint, profile, random);
}
