namespace Serverless.Rtc.Sdp;

/// <summary>A payload type as a description states it: rtpmap, fmtp and rtcp-fb together.</summary>
public sealed record SdpCodec
{
    public required byte PayloadType { get; init; }

    /// <summary>Encoding name as written; compare without case (RFC 8866 §6.6).</summary>
    public required string Name { get; init; }

    /// <summary>Hz.</summary>
    public required int ClockRate { get; init; }

    /// <summary>1 unless stated.</summary>
    public required int Channels { get; init; }

    /// <summary>Format parameters as written; empty without any.</summary>
    public required string Fmtp { get; init; }

    public required RtcpFeedback Feedback { get; init; }
}
