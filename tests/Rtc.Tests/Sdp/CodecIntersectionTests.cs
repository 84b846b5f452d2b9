using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

public sealed class CodecIntersectionTests
{
    /// <summary>
    /// Profiles by RFC 6184 table 5; an absent profile-level-id is baseline (§8.1). Without a packetization-mode it is 0 there, but a
    /// receiver of WebRTC takes mode 1 as well (RFC 7742 §6.2), and who leaves it out is one that is no browser.
    /// </summary>
    [Theory]
    [InlineData("packetization-mode=1;profile-level-id=42e01f", true, true)]
    [InlineData("packetization-mode=1;profile-level-id=42C02A", true, true)]
    [InlineData("packetization-mode=1;profile-level-id=42001f", true, true)]
    [InlineData("packetization-mode=1;profile-level-id=4d801f", true, true)]
    [InlineData("packetization-mode=1;profile-level-id=58c01f", true, true)]
    [InlineData("packetization-mode=1", true, true)]
    [InlineData(" Packetization-Mode = 1 ; profile-level-id=42e01f ", true, true)]
    [InlineData("profile-level-id=42e01f", true, true)]
    [InlineData("", true, true)]
    [InlineData("packetization-mode=0;profile-level-id=42e01f", true, false)]
    [InlineData("profile-level-id=640c1f", false, false)]
    [InlineData("packetization-mode=2;profile-level-id=42e01f", false, false)]
    [InlineData("packetization-mode=1;profile-level-id=4d001f", false, false)]
    [InlineData("packetization-mode=1;profile-level-id=640c1f", false, false)]
    [InlineData("packetization-mode=1;profile-level-id=42e0", false, false)]
    [InlineData("packetization-mode=1;profile-level-id=42e01fff", false, false)]
    [InlineData("packetization-mode=x;profile-level-id=42e01f", false, false)]
    public void H264_is_accepted_by_profile_and_mode(string fmtp, bool whenPublished, bool whenViewed)
    {
        string[] lines = ["a=rtpmap:102 H264/90000", $"a=fmtp:102 {fmtp}"];

        Assert.Equal(whenPublished, IsAnswered(OfferText.Video("sendonly", "102", lines)));
        Assert.Equal(whenViewed, IsAnswered(OfferText.Video("recvonly", "102", lines)));
    }

    [Fact]
    public void The_answer_repeats_profile_mode_and_level_of_h264()
    {
        string[] lines =
        [
            "a=rtpmap:102 H264/90000",
            "a=fmtp:102 x-evil=1;profile-level-id=42E01F;packetization-mode=1;level-asymmetry-allowed=1",
        ];

        var codec = Single(OfferText.Video("sendonly", "102", lines), Answering.Publisher);

        Assert.Equal("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42E01F", codec.Fmtp);
    }

    [Theory]
    [InlineData("sendonly", "", "packetization-mode=0;profile-level-id=42000a")]
    [InlineData("recvonly", "", "packetization-mode=1;profile-level-id=42e01f")]
    [InlineData("recvonly", "\r\na=fmtp:102 profile-level-id=42c01e", "packetization-mode=1;profile-level-id=42c01e")]
    public void Who_says_nothing_of_h264_is_told_what_it_means_or_what_comes(string direction, string fmtp, string answered)
    {
        var offer = OfferText.Video(direction, "102", ["a=rtpmap:102 H264/90000" + fmtp]);

        Assert.Equal(answered, Single(offer, Answering.Publisher).Fmtp);
    }

    [Fact]
    public void Constrained_baseline_in_mode_1_wins_whatever_stands_first()
    {
        string[] lines =
        [
            "a=rtpmap:100 H264/90000", "a=fmtp:100 packetization-mode=0;profile-level-id=42e01f",
            "a=rtpmap:101 H264/90000", "a=fmtp:101 packetization-mode=1;profile-level-id=42001f",
            "a=rtpmap:102 H264/90000", "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f",
            "a=rtpmap:103 H264/90000", "a=fmtp:103 packetization-mode=1;profile-level-id=42e01f",
        ];

        var codec = Single(OfferText.Video("sendonly", "100 101 102 103", lines), Answering.Publisher);

        Assert.Equal(102, codec.PayloadType);
    }

    [Theory]
    [InlineData("a=rtpmap:111 opus/48000/2", "minptime=10;useinbandfec=1")]
    [InlineData("a=rtpmap:111 OPUS/48000/2", "minptime=10;useinbandfec=1")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 stereo=1;x-y=1", "minptime=10;useinbandfec=1;stereo=1")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 stereo=0;usedtx=1", "minptime=10;useinbandfec=1;usedtx=1")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 usedtx=0;maxaveragebitrate=20000", "minptime=10;useinbandfec=1;maxaveragebitrate=20000;usedtx=0")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 maxaveragebitrate=999999999", "minptime=10;useinbandfec=1;maxaveragebitrate=256000")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 maxaveragebitrate=1", "minptime=10;useinbandfec=1;maxaveragebitrate=6000")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 maxaveragebitrate=lots", "minptime=10;useinbandfec=1")]
    [InlineData("a=rtpmap:111 opus/48000/2\r\na=fmtp:111 sprop-stereo=1", "minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000;usedtx=0")]
    [InlineData("a=rtpmap:111 opus/48000", null)]
    [InlineData("a=rtpmap:111 opus/44100/2", null)]
    public void Opus_has_two_channels_at_48_kHz_and_known_parameters(string line, string? fmtp)
    {
        var offer = OfferText.Audio("sendonly", "111", [line]);

        Assert.Equal(fmtp, fmtp is null ? Refusal(offer) : Single(offer, Answering.Publisher).Fmtp);
    }

    [Theory]
    [InlineData("111/111", true)]
    [InlineData("111/110", false)]
    [InlineData("111//111", false)]
    [InlineData("111/111;x", false)]
    [InlineData("", false)]
    public void Red_is_used_when_it_carries_the_chosen_opus(string fmtp, bool used)
    {
        var offer = OfferText.Audio(
            "sendonly", "63 111", ["a=rtpmap:63 red/48000/2", $"a=fmtp:63 {fmtp}", "a=rtpmap:111 opus/48000/2"]);
        var withoutRed = Answering.Publisher with { PublishCodecs = [CodecKind.Opus] };

        Assert.Equal(CodecKind.Opus, Single(offer, withoutRed).Kind);
        Assert.Equal(used ? 2 : 1, Answering.Answer(offer, Answering.Publisher).Sections[0].Codecs.Count);
    }

    [Theory]
    [InlineData("63 111", CodecKind.Red)]
    [InlineData("111 63", CodecKind.Opus)]
    public void Whether_red_or_opus_comes_first_is_the_client_s(string order, CodecKind first)
    {
        var offer = OfferText.Audio(
            "sendonly", order, ["a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "a=rtpmap:111 opus/48000/2"]);

        Assert.Equal(first, Answering.Answer(offer, Answering.Publisher).Sections[0].Codecs[0].Kind);
    }

    [Fact]
    public void MD6_music_is_stereo_without_dtx_in_the_section_that_says_so_and_in_no_other()
    {
        string[] lines = ["a=rtpmap:111 opus/48000/2", "a=fmtp:111 usedtx=1"];
        var policy = Answering.Publisher with { MusicSections = new HashSet<string> { "0" } };

        var music = Answering.Answer(OfferText.Audio("sendonly", "111", lines), policy).Sections[0];
        var speech = Answering.Answer(
            OfferText.Audio("sendonly", "111", lines), policy with { MusicSections = new HashSet<string> { "1" } }).Sections[0];

        Assert.Equal("minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000;usedtx=0", music.Codecs[0].Fmtp);
        Assert.True(Assert.IsType<ReceiveSection>(music).IsMusic);
        Assert.Equal("minptime=10;useinbandfec=1;usedtx=1", speech.Codecs[0].Fmtp);
        Assert.False(Assert.IsType<ReceiveSection>(speech).IsMusic);
    }

    [Fact]
    public void MD6_a_viewer_that_plays_stereo_is_told_that_stereo_may_come()
    {
        var offer = OfferText.Audio("recvonly", "111", ["a=rtpmap:111 opus/48000/2", "a=fmtp:111 stereo=1"]);

        Assert.Equal(
            "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1", Single(offer, Answering.Publisher).Fmtp);
    }

    [Theory]
    [InlineData("VP9/90000", "", CodecKind.Vp9, "profile-id=0")]
    [InlineData("VP9/90000", "profile-id=0", CodecKind.Vp9, "profile-id=0")]
    [InlineData("VP9/90000", "profile-id=2", null, null)]
    [InlineData("AV1/90000", "", CodecKind.Av1, "level-idx=5;profile=0;tier=0")]
    [InlineData("AV1/90000", "level-idx=8;profile=0;tier=1", CodecKind.Av1, "level-idx=8;profile=0;tier=1")]
    [InlineData("AV1/90000", "profile=1", null, null)]
    [InlineData("AV1/90000", "level-idx=99", null, null)]
    public void Vp9_and_av1_are_opt_in_and_only_in_their_first_profile(
        string rtpmap, string fmtp, CodecKind? kind, string? answered)
    {
        var offer = OfferText.Video("sendonly", "45", [$"a=rtpmap:45 {rtpmap}", $"a=fmtp:45 {fmtp}"]);
        var optIn = Answering.Publisher with { PublishCodecs = [CodecKind.Av1, CodecKind.Vp9] };

        Assert.Null(Refusal(offer));
        Assert.Equal((kind, answered), kind is null ? (null, Refusal(offer, optIn)) : Pair(Single(offer, optIn)));

        static (CodecKind?, string?) Pair(NegotiatedCodec codec) => (codec.Kind, codec.Fmtp);
    }

    [Theory]
    [InlineData("sendonly", CodecKind.Vp8)]
    [InlineData("recvonly", CodecKind.H264)]
    public void The_order_is_the_policy_s_but_for_pictures_that_the_client_encodes(string direction, CodecKind first)
    {
        var policy = Answering.Publisher with
        {
            PublishCodecs = [CodecKind.H264, CodecKind.Vp8],
            ViewCodecs = [CodecKind.H264, CodecKind.Vp8],
        };
        var offer = OfferText.Video(
            direction,
            "96 102",
            [
                "a=rtpmap:96 VP8/90000", "a=rtpmap:102 H264/90000",
                "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f",
            ]);

        var negotiated = Answering.Answer(offer, policy);

        var codecs = negotiated.Sections[0].Codecs.Select(codec => codec.Kind).ToArray();
        Assert.Equal((first, 2), (codecs[0], codecs.Distinct().Count()));
    }

    [Theory]
    [InlineData("a=fmtp:97 apt=96", 97)]
    [InlineData("a=fmtp:97 rtx-time=3000;apt=96", 97)]
    [InlineData("a=fmtp:97 apt=98", null)]
    [InlineData("a=fmtp:97 apt=", null)]
    public void Rtx_belongs_to_the_payload_type_it_names(string fmtp, int? rtx)
    {
        var offer = OfferText.Video("sendonly", "96 97", ["a=rtpmap:96 VP8/90000", "a=rtpmap:97 rtx/90000", fmtp]);

        Assert.Equal(rtx, Single(offer, Answering.Publisher).RtxPayloadType);
    }

    [Fact]
    public void Payload_types_that_look_like_RTCP_are_not_used() =>
        Assert.Null(Refusal(OfferText.Video("sendonly", "72", ["a=rtpmap:72 VP8/90000"])));

    [Fact]
    public void Feedback_is_kept_where_it_means_something()
    {
        string[] lines =
        [
            "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir",
            "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 nack rpsi",
        ];
        const string TransportCc =
            "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
        const RtcpFeedback Basic = RtcpFeedback.Nack | RtcpFeedback.Pli | RtcpFeedback.Fir;
        var without = OfferText.Video("sendonly", "96", lines);
        var with = OfferText.Video("sendonly", "96", [.. lines, TransportCc]);

        Assert.Equal(Basic, Single(without, Answering.Publisher).Feedback);
        Assert.Equal(Basic | RtcpFeedback.TransportCc, Single(with, Answering.Publisher).Feedback);
    }

    [Theory]
    [InlineData("a=rtcp-fb:96 transport-cc", true, RtcpFeedback.TransportCc)]
    [InlineData("a=rtcp-fb:96 transport-cc", false, RtcpFeedback.Remb)]
    [InlineData("a=rtcp-fb:96 nack", true, RtcpFeedback.Nack | RtcpFeedback.Remb)]
    public void A_viewers_own_estimate_is_taken_where_it_does_not_tell_what_arrived(
        string feedback, bool hasExtension, RtcpFeedback expected)
    {
        string[] lines =
        [
            "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb", feedback,
            hasExtension ? "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01" : "a=x",
        ];
        Assert.Equal(expected, Single(OfferText.Video("recvonly", "96", lines), Answering.Viewer).Feedback);
    }

    private static NegotiatedCodec Single(string offer, AnswerPolicy policy) =>
        Assert.Single(Assert.Single(Answering.Answer(offer, policy).Sections).Codecs);

    private static bool IsAnswered(string offer) =>
        SdpAnswerer.TryAnswer(Answering.Parse(offer), Answering.Publisher, Answering.Local(), null, out _, out _);

    /// <summary>Asserts that there is no codec in common; null, so that it compares with an expected absence.</summary>
    private static string? Refusal(string offer, AnswerPolicy? policy = null)
    {
        Assert.Equal(SdpErrorCode.NoUsableCodec, Answering.Refuse(offer, policy ?? Answering.Publisher).Code);
        return null;
    }
}
