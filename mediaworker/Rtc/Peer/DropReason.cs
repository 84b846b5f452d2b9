namespace Serverless.Rtc.Peer;

/// <summary>Why a datagram or packet went no further. Each has a counter; a drop has no other effect.</summary>
public enum DropReason
{
    /// <summary>First byte of no protocol we speak (RFC 7983 §7).</summary>
    UnknownProtocol,

    /// <summary>Not STUN, and from an address that no valid check came from.</summary>
    UnknownAddress,

    /// <summary>A STUN check for no transport of this port.</summary>
    UnknownUfrag,

    /// <summary>A STUN message that is broken or lacks what a check must have.</summary>
    MalformedStun,

    /// <summary>A check whose MESSAGE-INTEGRITY does not fit the password.</summary>
    BadIntegrity,

    /// <summary>DTLS while too much of it waits for its turn, of all or of one peer.</summary>
    HandshakesFull,

    /// <summary>RTP or RTCP before the handshake is done.</summary>
    NoKeys,

    MalformedRtp,

    MalformedRtcp,

    /// <summary>SRTP or SRTCP that fails authentication.</summary>
    NotAuthentic,

    /// <summary>SRTP or SRTCP that was received before, or is too old to tell.</summary>
    Replayed,

    /// <summary>More SSRCs than a transport may have.</summary>
    TooManySources,

    /// <summary>RTP of no section of the offer, or of a payload type it does not have.</summary>
    UnknownSource,

    /// <summary>Larger than a packet may be.</summary>
    TooLarge,

    /// <summary>AV1 that came before what its dependency descriptor refers to, or refers to nothing that is known any more.</summary>
    UnknownStructure,

    /// <summary>For a viewer: inter frames while the slot waits for a key frame.</summary>
    AwaitingKeyFrame,

    /// <summary>For a viewer: of a layer that it should not get, or of any while its slot is paused; or sent to it already.</summary>
    LayerNotWanted,

    /// <summary>For a viewer: older than the moment its slot switched to this source.</summary>
    BeforeSwitch,

    /// <summary>For a viewer: its path has no room for the picture.</summary>
    Paused,

    /// <summary>For a viewer: it did not negotiate the publisher's codec.</summary>
    CodecNotNegotiated,

    /// <summary>For a viewer: no valid check for 15 s (RFC 7675).</summary>
    NoConsent,

    /// <summary>Video for the viewers of another shard, while the way there is half full: it does not keep up.</summary>
    CrossingFullOfVideo,

    /// <summary>Audio for the viewers of another shard, while the way there is full.</summary>
    CrossingFullOfAudio,

    /// <summary>The socket's send buffer was full.</summary>
    SocketFull,

    /// <summary>The kernel would not send it: no route, or an address of another family.</summary>
    NotSendable,

    /// <summary>Video for a TCP peer whose queue is full.</summary>
    StreamFullOfVideo,

    /// <summary>Audio for a TCP peer whose queue is full.</summary>
    StreamFullOfAudio,

    /// <summary>Feedback or handshake for a TCP peer whose queue is full.</summary>
    StreamFullOfControl,

    /// <summary>For a TCP peer whose connection is gone.</summary>
    StreamGone,

    /// <summary>A TCP connection with a frame longer than any packet, or one that began with no check; it was closed.</summary>
    MalformedFrame,

    /// <summary>A TCP connection above a limit; it was closed.</summary>
    StreamRefused,

    /// <summary>A TCP connection that proved nothing in time, or fell silent; it was closed.</summary>
    StreamIdle,
}
