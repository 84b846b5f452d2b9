using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>The media sections of a client's offer: what it publishes, then the slots that it watches.</summary>
internal static class OfferedSections
{
    /// <param name="settings">Of the client.</param>
    /// <param name="tracks">What it publishes.</param>
    /// <param name="audioSlots">How many of its slots for sound are active.</param>
    /// <param name="videoSlots">Likewise for pictures.</param>
    public static IReadOnlyList<ClientOfferSection> Of(
        ClientSettings settings, IEnumerable<TrackSender> tracks, int audioSlots, int videoSlots)
    {
        IReadOnlyList<NegotiatedCodec> audio = settings.HasRed ? [ClientCodecs.Red, ClientCodecs.Opus] : [ClientCodecs.Opus];
        IReadOnlyList<NegotiatedCodec> video = [PictureCodec(settings.Codec)];
        return
        [
            .. tracks.Select(track => new ClientOfferSection
            {
                Mid = track.Mid,
                Kind = track.IsVideo ? MediaKind.Video : MediaKind.Audio,
                Direction = SdpDirection.SendOnly,
                Codecs = track.IsVideo ? video : audio,
                Source = settings.AnnouncesSources && track.Layers.Count == 1 ? track.Ssrc : null,
                Rids = track.IsVideo ? settings.Rids : [],
            }),
            .. Slots(MediaKind.Audio, settings.AudioSlots, audioSlots, audio),
            .. Slots(MediaKind.Video, settings.VideoSlots, videoSlots, video),
        ];
    }

    private static NegotiatedCodec PictureCodec(CodecKind codec) => codec switch
    {
        CodecKind.Vp9 => ClientCodecs.Vp9,
        CodecKind.H264 => ClientCodecs.H264,
        _ => ClientCodecs.Vp8,
    };

    private static IEnumerable<ClientOfferSection> Slots(MediaKind kind, int count, int active, IReadOnlyList<NegotiatedCodec> codecs) =>
        Enumerable.Range(0, count).Select(index => new ClientOfferSection
        {
            Mid = $"{kind}-{index}",
            Kind = kind,
            Direction = index < active ? SdpDirection.RecvOnly : SdpDirection.Inactive,
            Codecs = codecs,
        });
}
