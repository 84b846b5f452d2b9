using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;

namespace Serverless.Rtc.Peer;

/// <summary>What offer and answer agreed on for one transport.</summary>
/// <param name="Local">This side's ICE credentials.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="RemoteFingerprint">What the peer's certificate must hash to.</param>
/// <param name="Role">Who starts the handshake.</param>
public sealed record TransportSetup(
    IceCredentials Local, IceCredentials Remote, Fingerprint RemoteFingerprint, DtlsRole Role);
