using Serverless.Load.Media;
using Serverless.Rtc.Sdp;

namespace Serverless.Load.Peers;

/// <summary>The sections of a participant's offer.</summary>
internal static class PeerSections
{
    public const string Microphone = "mic";
    public const string Camera = "cam";

    public static uint AudioSsrc(uint first) => first;

    /// <summary>Simulcast takes the following ones as well.</summary>
    public static uint VideoSsrc(uint first) => first + 1;

    public static List<ClientOfferSection> Of(PeerPlan plan, uint ssrc)
    {
        var sections = new List<ClientOfferSection>();
        if (plan.Speaks is not null)
        {
            sections.Add(Sending(Microphone, MediaKind.Audio, ClientCodecs.Opus, AudioSsrc(ssrc), simulcast: false));
        }

        if (plan.Camera is { } camera)
        {
            sections.Add(Sending(Camera, MediaKind.Video, plan.Picture, VideoSsrc(ssrc), camera.Simulcast));
        }

        for (var index = 0; index < plan.AudioSlots; index++)
        {
            sections.Add(Receiving($"a{index}", MediaKind.Audio, Slot(ClientCodecs.Opus, plan)));
        }

        for (var index = 0; index < plan.VideoSlots; index++)
        {
            sections.Add(Receiving($"v{index}", MediaKind.Video, Slot(plan.Picture, plan)));
        }

        return sections;
    }

    private static NegotiatedCodec Slot(NegotiatedCodec codec, PeerPlan plan) =>
        plan.TellsArrivals ? codec : codec with { Feedback = codec.Feedback & ~RtcpFeedback.TransportCc };

    private static ClientOfferSection Sending(
        string mid, MediaKind kind, NegotiatedCodec codec, uint ssrc, bool simulcast) => new()
    {
        Mid = mid,
        Kind = kind,
        Direction = SdpDirection.SendOnly,
        Codecs = [codec],
        Source = simulcast ? null : new SdpSource(ssrc, null, "load"),
        Rids = simulcast ? [.. VideoShape.Layers.Select(layer => layer.Rid)] : [],
    };

    private static ClientOfferSection Receiving(string mid, MediaKind kind, NegotiatedCodec codec) => new()
    {
        Mid = mid,
        Kind = kind,
        Direction = SdpDirection.RecvOnly,
        Codecs = [codec],
    };
}
