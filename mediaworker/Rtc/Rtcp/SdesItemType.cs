namespace Serverless.Rtc.Rtcp;

/// <summary>RFC 3550 §6.5; the RTP stream id items are RFC 8852 §4.</summary>
public enum SdesItemType : byte
{
    End = 0,
    CanonicalName = 1,
    Name = 2,
    Email = 3,
    Phone = 4,
    Location = 5,
    Tool = 6,
    Note = 7,
    Private = 8,
    RtpStreamId = 12,
    RepairedRtpStreamId = 13,
    MediaId = 15,
}
