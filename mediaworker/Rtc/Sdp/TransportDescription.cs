using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// ICE and DTLS attributes of one level of a description (RFC 8839, RFC 8842); null where the level has none.
/// </summary>
public sealed record TransportDescription
{
    public string? Ufrag { get; init; }

    public string? Pwd { get; init; }

    /// <summary>
    /// The first sha-256 fingerprint; other hashes are not used (RFC 8122 §5 lets several stand side by side).
    /// </summary>
    public Fingerprint? Fingerprint { get; init; }

    public DtlsSetup Setup { get; init; }
}
