using Serverless.Rtc.Dtls;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

public sealed class SdpAnswererTests
{
    [Fact]
    public void A_publisher_is_received_with_its_sources()
    {
        var offer = OfferFixtures.Text("chromium-publisher");

        var negotiated = Answering.Answer(offer, Answering.Publisher);

        Assert.All(negotiated.Sections, section => Assert.IsType<ReceiveSection>(section));
        Assert.Equal(
            Answering.Parse(offer).Media.SelectMany(media => media.Sources),
            negotiated.Sections.Cast<ReceiveSection>().SelectMany(section => section.Sources));
        Assert.Equal(["0", "1", "2", "3"], negotiated.Sections.Select(section => section.Mid));
        Assert.Equal(DtlsRole.Server, negotiated.DtlsRole);
        var transport = Answering.Parse(offer).Media[0].Transport;
        Assert.Equal(
            (transport.Ufrag, transport.Pwd, transport.Fingerprint),
            (negotiated.RemoteUfrag, negotiated.RemotePwd, (Fingerprint?)negotiated.RemoteFingerprint));
    }

    [Fact]
    public void A_viewer_gets_numbered_slots_of_which_the_first_pair_shares_a_stream()
    {
        var negotiated = Answering.Answer(OfferFixtures.Text("chromium-viewer"), Answering.Viewer);

        var slots = negotiated.Sections.Cast<SendSection>().Select(section => section.Slot).ToList();
        Assert.Equal([0, 1, 2, 0, 1, 2, 3], slots.Select(slot => slot.Index));
        Assert.Equal(
            ["pair-0", "audio-1", "audio-2", "pair-0", "video-1", "video-2", "video-3"],
            slots.Select(slot => slot.StreamId));
        Assert.Equal(
            ["audio-0", "audio-1", "audio-2", "video-0", "video-1", "video-2", "video-3"],
            slots.Select(slot => slot.TrackId));
        var ssrcs = slots.SelectMany(slot => new[] { slot.Ssrc, slot.RtxSsrc ?? 0 }).Where(ssrc => ssrc != 0).ToList();
        Assert.Equal(3 + (4 * 2), ssrcs.Distinct().Count());
    }

    [Fact]
    public void The_answer_for_an_audio_slot_reads_word_for_word()
    {
        var negotiated = Answering.Answer(OfferFixtures.Text("chromium-viewer"), Answering.Viewer);

        Assert.Equal(
            [
                "audio 9 UDP/TLS/RTP/SAVPF 111 63",
                "c=IN IP4 0.0.0.0",
                "a=mid:0",
                "a=ice-ufrag:serverUfrag",
                "a=ice-pwd:serverPasswordOf24chars+",
                $"a=fingerprint:sha-256 {Answering.ServerFingerprint}",
                "a=setup:passive",
                "a=candidate:1 1 udp 2130706431 192.0.2.7 40000 typ host",
                "a=candidate:2 1 udp 2130706175 2001:db8::7 40000 typ host",
                "a=candidate:3 1 tcp 1526726143 192.0.2.7 443 typ host tcptype passive",
                "a=end-of-candidates",
                "a=sendonly",
                "a=rtcp-mux",
                "a=rtcp-rsize",
                "a=extmap-allow-mixed",
                "a=rtpmap:111 opus/48000/2",
                "a=rtcp-fb:111 transport-cc",
                "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=rtpmap:63 red/48000/2",
                "a=fmtp:63 111/111",
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
                "a=msid:pair-0 audio-0",
                "a=ssrc:1000 cname:server",
            ],
            Answering.Section(negotiated.Sdp, 0));
    }

    [Fact]
    public void A_video_slot_is_announced_with_its_retransmission_source()
    {
        var section = Answering.Section(
            Answering.Answer(OfferFixtures.Text("chromium-viewer"), Answering.Viewer).Sdp, 3);

        Assert.Equal("video 9 UDP/TLS/RTP/SAVPF 96 97 108 109", section[0]);
        Assert.Equal(
            [
                "a=msid:pair-0 video-0",
                "a=ssrc-group:FID 1003 1004",
                "a=ssrc:1003 cname:server",
                "a=ssrc:1004 cname:server",
            ],
            section[^4..]);
        Assert.DoesNotContain(section, line => line.StartsWith("a=candidate", StringComparison.Ordinal));
    }

    [Fact]
    public void The_session_level_says_lite_and_bundles_what_was_accepted()
    {
        var sdp = Answering.Answer(OfferFixtures.Text("chromium-datachannel"), Answering.Publisher).Sdp;

        Assert.StartsWith(
            "v=0\r\no=- 77 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 0 1 2\r\nm=audio 9 ",
            sdp,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_channel_is_rejected_in_its_place_and_the_next_section_carries_the_transport()
    {
        var offer = OfferText.Publisher().Replace("a=mid:0", "a=mid:1", StringComparison.Ordinal)
            .Replace("BUNDLE 0", "BUNDLE 0 1", StringComparison.Ordinal)
            .Replace(
                "m=video",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n" + OfferText.Transport + "m=video",
                StringComparison.Ordinal);

        var negotiated = Answering.Answer(offer, Answering.Publisher);

        Assert.Equal(
            ["application 0 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:0", "a=inactive"],
            Answering.Section(negotiated.Sdp, 0));
        Assert.Equal((1, "1"), (Assert.Single(negotiated.Sections).Index, negotiated.Sections[0].Mid));
        Assert.Equal(2, negotiated.SectionCount);
        Assert.Contains("a=group:BUNDLE 1\r\n", negotiated.Sdp, StringComparison.Ordinal);
        Assert.Contains(
            Answering.Section(negotiated.Sdp, 1), line => line.StartsWith("a=candidate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chromium-publisher")]
    [InlineData("chromium-sendrecv")]
    public void Without_the_right_to_publish_nothing_is_received(string fixture)
    {
        var negotiated = Answering.Answer(OfferFixtures.Text(fixture), Answering.Viewer);

        Assert.All(negotiated.Sections, section => Assert.Equal(SectionDirection.Inactive, section.Direction));
        Assert.DoesNotContain("a=recvonly", negotiated.Sdp, StringComparison.Ordinal);
        Assert.DoesNotContain("a=sendonly", negotiated.Sdp, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_sendrecv_section_publishes()
    {
        var negotiated = Answering.Answer(OfferFixtures.Text("chromium-sendrecv"), Answering.Publisher);

        Assert.All(negotiated.Sections, section => Assert.IsType<ReceiveSection>(section));
    }

    [Fact]
    public void Slots_above_the_limit_are_inactive()
    {
        var policy = Answering.Viewer with { MaxAudioSlots = 1, MaxVideoSlots = 2 };

        var negotiated = Answering.Answer(OfferFixtures.Text("chromium-viewer"), policy);

        Assert.Equal(
            "Send Inactive Inactive Send Send Inactive Inactive",
            string.Join(' ', negotiated.Sections.Select(section => section.Direction)));
    }

    [Theory]
    [InlineData("actpass", DtlsRole.Server, "a=setup:passive")]
    [InlineData("active", DtlsRole.Server, "a=setup:passive")]
    [InlineData("passive", DtlsRole.Client, "a=setup:active")]
    public void The_server_waits_for_the_handshake_unless_the_client_does(string setup, DtlsRole role, string line)
    {
        var offer = OfferText.Publisher().Replace("setup:actpass", $"setup:{setup}", StringComparison.Ordinal);

        var negotiated = Answering.Answer(offer, Answering.Publisher);

        Assert.Equal(role, negotiated.DtlsRole);
        Assert.Contains(line, Answering.Section(negotiated.Sdp, 0));
    }

    [Fact]
    public void Simulcast_is_answered_only_where_the_policy_allows_it()
    {
        var offer = OfferFixtures.Text("chromium-simulcast");

        var refused = Answering.Answer(offer, Answering.Publisher);
        var allowed = Answering.Answer(offer, Answering.Publisher with { AllowSimulcast = true });

        var plain = Assert.IsType<ReceiveSection>(Assert.Single(refused.Sections));
        Assert.Empty(plain.Rids);
        Assert.Equal(0, plain.Extensions.Rid);
        Assert.DoesNotContain("simulcast", refused.Sdp, StringComparison.Ordinal);
        var layered = Assert.IsType<ReceiveSection>(Assert.Single(allowed.Sections));
        Assert.Equal(["l", "m", "h"], layered.Rids);
        Assert.Equal((10, 11), (layered.Extensions.Rid, layered.Extensions.RepairedRid));
        Assert.Equal(
            ["a=rid:l recv", "a=rid:m recv", "a=rid:h recv", "a=simulcast:recv l;m;h"],
            Answering.Section(allowed.Sdp, 0)[^4..]);
    }

    [Fact]
    public void Every_answer_parses_and_has_a_section_for_each_of_the_offer()
    {
        foreach (var name in OfferFixtures.Names)
        {
            var offer = Answering.Parse(OfferFixtures.Text(name));

            var answer = Answering.Parse(Answering.Answer(OfferFixtures.Text(name), Answering.Publisher).Sdp);

            Assert.Equal(offer.Media.Select(media => media.Mid), answer.Media.Select(media => media.Mid));
            Assert.Equal(offer.Media.Select(media => media.MediaType), answer.Media.Select(media => media.MediaType));
            Assert.True(answer.IceLite);
        }
    }
}
