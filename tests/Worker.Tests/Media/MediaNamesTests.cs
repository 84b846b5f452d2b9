using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Worker.Media;
using CoreHindrance = Serverless.Rtc.Sfu.SlotHindrance;
using Hindrance = Serverless.Contracts.Signaling.SlotHindrance;

namespace Serverless.Worker.Tests.Media;

/// <summary>The core's words and the contract's are two sets, and each word of one has its own in the other.</summary>
public sealed class MediaNamesTests
{
    [Theory]
    [InlineData(CoreHindrance.None, null)]
    [InlineData(CoreHindrance.NoCommonCodec, Hindrance.Codec)]
    [InlineData(CoreHindrance.Paused, Hindrance.Bandwidth)]
    public void MD7_a_slot_says_why_it_shows_nothing(CoreHindrance core, Hindrance? contract)
    {
        var slot = new SlotState(MediaKind.Video, 2, "7", new SlotTrack("u-ann", MediaSource.Screen, 9), core);
        Assert.Equal(
            new SlotAssignment(SlotKind.Video, 2, "7", "u-ann", TrackSource.Screen, 9, contract), slot.ToContract());
    }

    [Fact]
    public void MD7_no_reason_is_left_without_a_word()
    {
        var said = Enum.GetValues<CoreHindrance>()
            .Select(core => new SlotState(MediaKind.Audio, 0, "0", null, core).ToContract().Hindrance)
            .ToArray();
        Assert.Equal(said.Length, said.Distinct().Count());
        Assert.Equal(Enum.GetValues<Hindrance>().Cast<Hindrance?>().Append(null).ToHashSet(), said.ToHashSet());
    }

    [Fact]
    public void Sources_translate_there_and_back() => Assert.Equal(
        Enum.GetValues<TrackSource>(), Enum.GetValues<TrackSource>().Select(source => source.ToMedia().ToContract()));

    [Fact]
    public void Codecs_keep_their_names() => Assert.All(
        Enum.GetValues<VideoCodec>(), codec => Assert.Equal($"{codec}", $"{codec.ToMedia()}"));

    [Fact]
    public void LY1_simulcast_names_its_rids_and_a_scalable_stream_counts_its_layers()
    {
        Assert.Equal(["q", "h"], new Rtc.Sfu.WantedLayers(MediaSource.Camera, ["q", "h"], null).ToContract().Rids);
        var scalable = new Rtc.Sfu.WantedLayers(MediaSource.Screen, [], 2).ToContract();
        Assert.Equal((TrackSource.Screen, null, 2), (scalable.Source, scalable.Rids, scalable.SpatialLayers));
    }
}
