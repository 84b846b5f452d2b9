using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

public sealed class SessionDescriptionTests
{
    [Fact]
    public void Every_fixture_parses_alike_with_either_line_ending()
    {
        foreach (var name in OfferFixtures.Names)
        {
            var withCrLf = Answering.Parse(OfferFixtures.Text(name));
            var withLf = Answering.Parse(OfferFixtures.Text(name).ReplaceLineEndings("\n"));

            Assert.Equal(withCrLf.Media.Count, withLf.Media.Count);
            Assert.Equal(withCrLf.BundleGroup, withLf.BundleGroup);
            Assert.Equal(
                withCrLf.Media.SelectMany(media => media.Codecs), withLf.Media.SelectMany(media => media.Codecs));
        }
    }

    [Fact]
    public void A_publishing_section_of_Chromium_is_read_in_full()
    {
        var video = Answering.Parse(OfferFixtures.Text("chromium-publisher")).Media[1];

        Assert.Equal(MediaKind.Video, video.Kind);
        Assert.Equal("1", video.Mid);
        Assert.Equal(SdpDirection.SendOnly, video.Direction);
        Assert.True(video.RtcpMux && video.RtcpRsize && video.ExtmapAllowMixed);
        Assert.Equal(DtlsSetup.ActPass, video.Transport.Setup);
        var vp8 = video.Codecs[0];
        Assert.Equal(("VP8", (byte)96, 90000), (vp8.Name, vp8.PayloadType, vp8.ClockRate));
        Assert.Equal(
            RtcpFeedback.Nack | RtcpFeedback.Pli | RtcpFeedback.Fir | RtcpFeedback.TransportCc | RtcpFeedback.Remb,
            vp8.Feedback);
        var source = Assert.Single(video.Sources);
        Assert.NotNull(source.RtxSsrc);
        Assert.NotEqual(source.Ssrc, source.RtxSsrc);
        Assert.NotEqual("", source.Cname);
    }

    [Fact]
    public void Simulcast_of_Chromium_is_read_in_order()
    {
        var video = Assert.Single(Answering.Parse(OfferFixtures.Text("chromium-simulcast")).Media);

        Assert.Equal(["l", "m", "h"], video.SendRids);
        Assert.Empty(video.ReceiveRids);
    }

    [Theory]
    [InlineData("send h;m;l", "h m l")]
    [InlineData("send ~h;m,l", "h m")]
    [InlineData("send h;unknown;l", "h l")]
    [InlineData("recv h send l", "l")]
    public void Simulcast_lists_are_read_without_alternatives_and_undeclared_rids(string simulcast, string expected)
    {
        var sdp = OfferText.Publisher("a=rid:h send", "a=rid:m send", "a=rid:l send", $"a=simulcast:{simulcast}");

        Assert.Equal(expected, string.Join(' ', Answering.Parse(sdp).Media[0].SendRids));
    }

    [Fact]
    public void Session_level_direction_and_mixed_extmap_are_inherited()
    {
        var sdp = OfferText.Publisher().Replace("a=sendonly\r\n", "", StringComparison.Ordinal)
            .Replace("t=0 0\r\n", "t=0 0\r\na=recvonly\r\na=extmap-allow-mixed\r\n", StringComparison.Ordinal);

        var media = Answering.Parse(sdp).Media[0];

        Assert.Equal(SdpDirection.RecvOnly, media.Direction);
        Assert.True(media.ExtmapAllowMixed);
    }

    [Theory]
    [InlineData("1 1 udp 2130706431 192.0.2.1 4000 typ host", "192.0.2.1:4000 Udp")]
    [InlineData("1 1 UDP 2130706431 2001:db8::1 4000 typ host", "[2001:db8::1]:4000 Udp")]
    [InlineData("1 1 tcp 1518280447 192.0.2.1 443 typ host tcptype passive", "192.0.2.1:443 TcpPassive")]
    [InlineData("1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active", "")]
    [InlineData("1 2 udp 2130706431 192.0.2.1 4000 typ host", "")]
    [InlineData("1 1 udp 2130706431 0fa1c9d2.local 4000 typ host", "")]
    [InlineData("1 1 udp 2130706431 192.0.2.1 70000 typ host", "")]
    [InlineData("1 1 udp", "")]
    public void Candidates_that_cannot_be_used_are_left_out(string candidate, string expected)
    {
        var candidates = Answering.Parse(OfferText.Publisher($"a=candidate:{candidate}")).Media[0].Candidates;

        Assert.Equal(expected, string.Join(',', candidates.Select(read => $"{read.Endpoint} {read.Transport}")));
    }

    [Fact]
    public void A_retransmission_or_fec_source_is_no_primary()
    {
        var sdp = OfferText.Publisher(
            "a=ssrc-group:FID 10 11",
            "a=ssrc-group:FEC-FR 10 12",
            "a=ssrc:10 cname:a",
            "a=ssrc:11 cname:a",
            "a=ssrc:12 cname:a");

        Assert.Equal([new SdpSource(10, 11, "a")], Answering.Parse(sdp).Media[0].Sources);
    }
}
