namespace Serverless.Rtc.Dtls;

/// <summary>Who sends the ClientHello: the side whose SDP says <c>setup:active</c> (RFC 5763 §5).</summary>
public enum DtlsRole
{
    Client,
    Server,
}
