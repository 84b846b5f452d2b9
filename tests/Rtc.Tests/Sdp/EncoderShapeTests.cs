using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>Offers of clients that are no browsers and publish by WHIP.</summary>
public sealed class EncoderShapeTests
{
    private readonly Negotiated _obs = Answering.Answer(OfferFixtures.Text("obs-publisher"), Answering.Publisher);

    private readonly Negotiated _gstreamer =
        Answering.Answer(OfferFixtures.Text("gstreamer-publisher"), Answering.Publisher);

    private readonly Negotiated _aiortc = Answering.Answer(OfferFixtures.Text("aiortc-publisher"), Answering.Publisher);

    [Fact]
    public void OBS_publishes_stereo_and_the_H264_it_offers()
    {
        Assert.Equal("Receive Receive", Directions(_obs));
        var opus = Assert.Single(_obs.Sections[0].Codecs);
        Assert.Equal("minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=96000;usedtx=0", opus.Fmtp);
        Assert.True(Assert.IsType<ReceiveSection>(_obs.Sections[0]).IsMusic);
        var h264 = Assert.Single(_obs.Sections[1].Codecs);
        Assert.Equal(
            (CodecKind.H264, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"), (h264.Kind, h264.Fmtp));
        Assert.Equal(RtcpFeedback.Nack | RtcpFeedback.Pli, h264.Feedback);
        Assert.Equal(3021765u, Assert.Single(Assert.IsType<ReceiveSection>(_obs.Sections[1]).Sources).Ssrc);
    }

    [Fact]
    public void OBS_is_bundled_whatever_other_groups_it_names() => Assert.Equal(
        ["a=group:BUNDLE 0 1"], _obs.Sdp.Split("\r\n").Where(line => line.StartsWith("a=group", StringComparison.Ordinal)));

    [Fact]
    public void GStreamer_publishes_with_long_mids_and_a_bundle_only_section()
    {
        Assert.Equal("Receive Receive", Directions(_gstreamer));
        Assert.Equal(["video0", "audio1"], _gstreamer.Sections.Select(section => section.Mid));
        var h264 = Assert.Single(_gstreamer.Sections[0].Codecs);
        Assert.Equal((CodecKind.H264, "packetization-mode=1;profile-level-id=42c01f"), (h264.Kind, h264.Fmtp));
        Assert.Equal(CodecKind.Opus, Assert.Single(_gstreamer.Sections[1].Codecs).Kind);
    }

    [Fact]
    public void GStreamer_hears_of_no_feedback_for_numbers_that_it_does_not_send() =>
        Assert.DoesNotContain("transport-cc", _gstreamer.Sdp, StringComparison.Ordinal);

    [Fact]
    public void An_extension_id_with_two_meanings_in_the_bundle_keeps_the_first()
    {
        Assert.Equal("Receive Receive", Directions(_aiortc));
        Assert.Equal(new ExtensionIds { Mid = 1, AudioLevel = 2 }, _aiortc.Sections[0].Extensions);
        Assert.Equal(new ExtensionIds { Mid = 1 }, _aiortc.Sections[1].Extensions);
        Assert.Equal(
            ["a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid"],
            Answering.Section(_aiortc.Sdp, 1).Where(line => line.StartsWith("a=extmap", StringComparison.Ordinal)));
    }

    private static string Directions(Negotiated negotiated) =>
        string.Join(' ', negotiated.Sections.Select(section => section.Direction));
}
