namespace Serverless.Rtc.Sdp;

/// <summary>A codec both sides agreed on. A section has at most one entry per kind.</summary>
public sealed record NegotiatedCodec
{
    public required CodecKind Kind { get; init; }

    /// <summary>The client's number, for both directions.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Payload type of the retransmission stream (RFC 4588); null without one.</summary>
    public byte? RtxPayloadType { get; init; }

    /// <summary>Hz.</summary>
    public required int ClockRate { get; init; }

    public required int Channels { get; init; }

    /// <summary>Format parameters as the answer states them; empty without any.</summary>
    public required string Fmtp { get; init; }

    public required RtcpFeedback Feedback { get; init; }
}
