using Serverless.Rtc.Units;

namespace Serverless.Rtc.Dtls;

/// <summary>Makes engines that share one certificate. The worker uses OpenSSL; the simulation a fake.</summary>
public interface IDtlsEngineFactory
{
    Fingerprint LocalFingerprint { get; }

    IDtlsEngine Create(DtlsRole role, Instant now);
}
