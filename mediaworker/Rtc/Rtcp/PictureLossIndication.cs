using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>PLI (RFC 4585 §6.3.1): the receiver cannot decode on and needs a key frame.</summary>
public readonly record struct PictureLossIndication(Ssrc Sender, Ssrc Media)
{
    public static bool TryParse(RtcpPacket packet, out PictureLossIndication indication)
    {
        var parsed = FeedbackSources.TryRead(packet.Body, out var sources)
            && packet.Is(RtcpType.PayloadFeedback, RtcpFormat.PictureLoss);
        indication = parsed ? new PictureLossIndication(sources.Sender, sources.Media) : default;
        return parsed;
    }
}
