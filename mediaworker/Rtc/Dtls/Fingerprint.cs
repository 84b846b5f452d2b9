namespace Serverless.Rtc.Dtls;

/// <summary>SHA-256 over a DER certificate, as SDP carries it (RFC 8122 §5): upper-case hex pairs with colons.</summary>
public readonly record struct Fingerprint(string Sha256)
{
    public override string ToString() => Sha256;
}
