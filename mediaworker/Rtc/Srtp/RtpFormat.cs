namespace Serverless.Rtc.Srtp;

/// <summary>The fixed RTP header fields that SRTP itself needs (RFC 3550 §5.1).</summary>
internal static class RtpFormat
{
    public const int FixedHeaderLength = 12;

    public const int SequencePosition = 2;

    public const int SsrcPosition = 8;
}
