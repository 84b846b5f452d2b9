using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Dtls;

/// <param name="Profile">The SRTP profile both sides agreed on.</param>
/// <param name="RemoteFingerprint">Of the certificate that the peer proved to hold. The caller compares it with the SDP.</param>
/// <param name="Outbound">Keys that protect what this side sends.</param>
/// <param name="Inbound">Keys that protect what the peer sends.</param>
public sealed record DtlsResult(
    SrtpProfile Profile, Fingerprint RemoteFingerprint, SrtpMasterKey Outbound, SrtpMasterKey Inbound);
