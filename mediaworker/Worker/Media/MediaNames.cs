using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using WantedLayers = Serverless.Contracts.Signaling.WantedLayers;

namespace Serverless.Worker.Media;

/// <summary>The core knows no contract, so its words are translated here.</summary>
internal static class MediaNames
{
    public static MediaSource ToMedia(this TrackSource source) => source switch
    {
        TrackSource.Microphone => MediaSource.Microphone,
        TrackSource.Camera => MediaSource.Camera,
        TrackSource.Screen => MediaSource.Screen,
        TrackSource.ScreenAudio => MediaSource.ScreenAudio,
    };

    public static CodecKind ToMedia(this VideoCodec codec) => codec switch
    {
        VideoCodec.Vp8 => CodecKind.Vp8,
        VideoCodec.H264 => CodecKind.H264,
        VideoCodec.Vp9 => CodecKind.Vp9,
        VideoCodec.Av1 => CodecKind.Av1,
    };

    public static WatchList ToMedia(this WatchMessage wishes) => new(
        [.. wishes.Tracks.Select(track => new TrackWish(
            new TrackName(track.ParticipantId, track.Source.ToMedia()),
            new SlotWish(track.Width ?? 0, track.Height ?? 0, track.Priority, track.Pinned),
            track.Hidden))],
        wishes.Others == OtherTracks.Show);

    public static SlotAssignment ToContract(this SlotState slot) => new(
        slot.Kind == MediaKind.Audio ? SlotKind.Audio : SlotKind.Video,
        slot.Index,
        slot.Mid,
        slot.Track?.ParticipantId,
        slot.Track?.Source.ToContract(),
        slot.Track?.Number,
        slot.Hindrance.ToContract());

    public static WantedLayers ToContract(this Rtc.Sfu.WantedLayers wanted) => new(
        wanted.Source.ToContract(),
        wanted.SpatialLayers is null ? wanted.Rids : null,
        wanted.SpatialLayers);

    private static Contracts.Signaling.SlotHindrance? ToContract(this Rtc.Sfu.SlotHindrance hindrance) => hindrance switch
    {
        Rtc.Sfu.SlotHindrance.None => null,
        Rtc.Sfu.SlotHindrance.NoCommonCodec => Contracts.Signaling.SlotHindrance.Codec,
        Rtc.Sfu.SlotHindrance.Paused => Contracts.Signaling.SlotHindrance.Bandwidth,
    };

    public static TrackSource ToContract(this MediaSource source) => source switch
    {
        MediaSource.Microphone => TrackSource.Microphone,
        MediaSource.Camera => TrackSource.Camera,
        MediaSource.Screen => TrackSource.Screen,
        MediaSource.ScreenAudio => TrackSource.ScreenAudio,
    };
}
