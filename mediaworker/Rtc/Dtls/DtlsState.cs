namespace Serverless.Rtc.Dtls;

public enum DtlsState
{
    Handshaking,
    Connected,

    /// <summary>The peer sent close_notify, or we closed.</summary>
    Closed,

    /// <summary>The handshake cannot succeed: alert, bad message, no common SRTP profile, or wrong certificate.</summary>
    Failed,
}
