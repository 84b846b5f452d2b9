using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

public sealed class ExtensionIntersectionTests
{
    private const string Delay = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    [Fact]
    public void Ids_are_the_client_s()
    {
        var negotiated = Answering.Answer(OfferFixtures.Text("chromium-viewer"), Answering.Viewer);

        Assert.Equal(
            new ExtensionIds { AbsSendTime = 2, TransportCc = 3, Mid = 4, PlayoutDelay = 5, VideoOrientation = 13 },
            negotiated.Sections[3].Extensions);
    }

    [Theory]
    [InlineData("5", "sendonly", "a=extmap:5 ")]
    [InlineData("5/sendrecv", "sendonly", "a=extmap:5/sendrecv ")]
    [InlineData("5/sendonly", "sendonly", "a=extmap:5/recvonly ")]
    [InlineData("5/recvonly", "sendonly", null)]
    [InlineData("5/inactive", "sendonly", null)]
    [InlineData("5/recvonly", "recvonly", "a=extmap:5/sendonly ")]
    [InlineData("5/sendonly", "recvonly", null)]
    [InlineData("200", "sendonly", "a=extmap:200 ")]
    [InlineData("15", "sendonly", null)]
    [InlineData("4096", "sendonly", null)]
    [InlineData("16", "recvonly", null)]
    public void Direction_and_id_decide_whether_an_extension_is_of_use(string id, string direction, string? answered)
    {
        var offer = OfferText.Video(direction, "96", ["a=rtpmap:96 VP8/90000", $"a=extmap:{id} {Delay}"]);

        var lines = Answering.Section(Answering.Answer(offer, Answering.Publisher).Sdp, 0);

        Assert.Equal(
            answered is null ? null : answered + Delay,
            lines.SingleOrDefault(line => line.StartsWith("a=extmap:", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_policy_leaves_extensions_out()
    {
        var policy = Answering.Viewer with { Extensions = RtpExtension.Mid };

        Assert.All(
            Answering.Answer(OfferFixtures.Text("chromium-viewer"), policy).Sections,
            section => Assert.Equal(new ExtensionIds { Mid = 4 }, section.Extensions));
    }

    [Fact]
    public void Dependency_descriptors_come_with_the_codecs_that_need_them()
    {
        var offer = OfferFixtures.Text("chromium-simulcast");
        var withAv1 = Answering.Publisher with { PublishCodecs = [CodecKind.Av1, CodecKind.Vp8] };

        Assert.Equal(0, Answering.Answer(offer, Answering.Publisher).Sections[0].Extensions.DependencyDescriptor);
        Assert.Equal(13, Answering.Answer(offer, withAv1).Sections[0].Extensions.DependencyDescriptor);
    }

    [Theory]
    [InlineData(true, "Av1,Vp8")]
    [InlineData(false, "Vp8")]
    public void A_viewer_without_dependency_descriptors_gets_no_av1(bool isDescribed, string expected)
    {
        string[] lines = ["a=rtpmap:45 AV1/90000", "a=rtpmap:96 VP8/90000"];
        var offer = OfferText.Video("recvonly", "45 96", isDescribed
            ? [.. lines, "a=extmap:12 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"]
            : lines);
        var policy = Answering.Viewer with { ViewCodecs = [CodecKind.Av1, CodecKind.Vp8] };

        var section = Answering.Answer(offer, policy).Sections[0];

        Assert.Equal(expected, string.Join(',', section.Codecs.Select(codec => codec.Kind)));
    }

    [Fact]
    public void Mixing_of_header_forms_is_echoed_only_when_offered()
    {
        Assert.DoesNotContain(
            "extmap-allow-mixed",
            Answering.Answer(OfferText.Publisher(), Answering.Publisher).Sdp,
            StringComparison.Ordinal);
        Assert.Contains(
            "extmap-allow-mixed",
            Answering.Answer(OfferText.Publisher("a=extmap-allow-mixed"), Answering.Publisher).Sdp,
            StringComparison.Ordinal);
    }
}
