namespace Serverless.Rtc.Peer;

public enum TransportState
{
    /// <summary>Checks or handshake under way.</summary>
    Connecting,

    /// <summary>Media can flow.</summary>
    Connected,

    /// <summary>The handshake failed, the certificate is not the SDP's, or the peer said good-bye. Nothing flows any more.</summary>
    Closed,
}
