namespace Serverless.Rtc.Sdp;

/// <summary>Codecs for <see cref="ClientOffer"/>, with the payload types Chromium uses.</summary>
public static class ClientCodecs
{
    private const RtcpFeedback Video =
        RtcpFeedback.Nack | RtcpFeedback.Pli | RtcpFeedback.Fir | RtcpFeedback.TransportCc;

    public static readonly NegotiatedCodec Opus = new()
    {
        Kind = CodecKind.Opus,
        PayloadType = 111,
        ClockRate = 48000,
        Channels = 2,
        Fmtp = "minptime=10;useinbandfec=1",
        Feedback = RtcpFeedback.TransportCc,
    };

    /// <summary>Opus with redundancy (RFC 2198); before <see cref="Opus"/> in the offer of a client that wants to send it.</summary>
    public static readonly NegotiatedCodec Red = new()
    {
        Kind = CodecKind.Red,
        PayloadType = 63,
        ClockRate = 48000,
        Channels = 2,
        Fmtp = "111/111",
        Feedback = RtcpFeedback.None,
    };

    public static readonly NegotiatedCodec Vp8 = new()
    {
        Kind = CodecKind.Vp8,
        PayloadType = 96,
        RtxPayloadType = 97,
        ClockRate = 90000,
        Channels = 1,
        Fmtp = "",
        Feedback = Video,
    };

    public static readonly NegotiatedCodec Vp9 = new()
    {
        Kind = CodecKind.Vp9,
        PayloadType = 98,
        RtxPayloadType = 99,
        ClockRate = 90000,
        Channels = 1,
        Fmtp = "profile-id=0",
        Feedback = Video,
    };

    public static readonly NegotiatedCodec Av1 = new()
    {
        Kind = CodecKind.Av1,
        PayloadType = 45,
        RtxPayloadType = 46,
        ClockRate = 90000,
        Channels = 1,
        Fmtp = "level-idx=5;profile=0;tier=0",
        Feedback = Video,
    };

    public static readonly NegotiatedCodec H264 = new()
    {
        Kind = CodecKind.H264,
        PayloadType = 108,
        RtxPayloadType = 109,
        ClockRate = 90000,
        Channels = 1,
        Fmtp = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
        Feedback = Video,
    };
}
