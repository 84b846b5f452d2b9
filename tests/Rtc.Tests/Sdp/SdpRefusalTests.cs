using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

public sealed class SdpRefusalTests
{
    [Fact]
    public void The_offer_that_the_refusals_bend_is_answered() =>
        Assert.Single(Answering.Answer(OfferText.Publisher(), Answering.Publisher).Sections);

    [Theory]
    [InlineData("", 1)]
    [InlineData("hello", 1)]
    [InlineData("{\"type\":\"offer\"}", 1)]
    [InlineData("v=1\r\n", 1)]
    [InlineData("v=0\r\n\r\n", 2)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\nm=audio\r\n", 3)]
    [InlineData("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF x\r\n", 2)]
    [InlineData("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 128\r\n", 2)]
    [InlineData("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96 96\r\n", 2)]
    [InlineData("v=0\r\nm=audio 65536 UDP/TLS/RTP/SAVPF 96\r\n", 2)]
    [InlineData("v=0\r\na=b\u0000c\r\n", 2)]
    [InlineData("v=0\r\na=b\rc\r\n", 2)]
    public void What_is_no_SDP_is_refused_with_its_line(string text, int line)
    {
        var error = Answering.Refuse(text, Answering.Publisher);

        Assert.Equal((SdpErrorCode.InvalidSdp, line), (error.Code, error.Line));
    }

    [Theory]
    [InlineData("a=rtpmap:96")]
    [InlineData("a=rtpmap:96 VP8")]
    [InlineData("a=rtpmap:96 VP8/0")]
    [InlineData("a=rtpmap:999 VP8/90000")]
    [InlineData("a=rtpmap:96 VP8/90000/x")]
    [InlineData("a=rtpmap:96 VP9/90000")]
    [InlineData("a=fmtp:x apt=96")]
    [InlineData("a=rtcp-fb:x nack")]
    [InlineData("a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid")]
    [InlineData("a=extmap:1/sideways urn:ietf:params:rtp-hdrext:sdes:mid")]
    [InlineData("a=mid:1")]
    [InlineData("a=mid:0 0")]
    [InlineData("a=mid:12345678901234567")]
    [InlineData("a=rid:h@ send")]
    [InlineData("a=rid:12345678901234567 send")]
    [InlineData("a=rid:h both")]
    [InlineData("a=simulcast:send h;h")]
    [InlineData("a=simulcast:send")]
    [InlineData("a=ssrc:4294967296 cname:a")]
    [InlineData("a=ssrc-group:FID 1")]
    [InlineData("a=ssrc-group:FID 1 2 3")]
    [InlineData("a=ice-ufrag:abc")]
    [InlineData("a=ice-pwd:short")]
    [InlineData("a=setup:now")]
    public void A_malformed_line_is_named(string line)
    {
        var offer = OfferText.Publisher(line);

        var error = Answering.Refuse(offer, Answering.Publisher);

        Assert.Equal(SdpErrorCode.InvalidSdp, error.Code);
        Assert.Equal(Array.IndexOf(offer.Split("\r\n"), line) + 1, error.Line);
    }

    [Theory]
    [InlineData("a=group:BUNDLE 0\r\n", "", SdpErrorCode.NoBundle)]
    [InlineData("a=group:BUNDLE 0\r\n", "a=group:BUNDLE\r\n", SdpErrorCode.NoBundle)]
    [InlineData("a=group:BUNDLE 0\r\n", "a=group:BUNDLE 5\r\n", SdpErrorCode.NoUsableCodec)]
    [InlineData("a=rtcp-mux\r\n", "", SdpErrorCode.RtcpMuxRequired)]
    [InlineData("a=ice-ufrag:abcd\r\n", "", SdpErrorCode.NoIce)]
    [InlineData("a=ice-pwd:abcdefghijklmnopqrstuv\r\n", "", SdpErrorCode.NoIce)]
    [InlineData("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n", SdpErrorCode.NoIce)]
    [InlineData("fingerprint:sha-256", "fingerprint:sha-1", SdpErrorCode.NoFingerprint)]
    [InlineData("a=setup:actpass", "a=setup:holdconn", SdpErrorCode.UnsupportedSetup)]
    [InlineData("VP8/90000", "VP7/90000", SdpErrorCode.NoUsableCodec)]
    [InlineData("m=video 9", "m=video 0", SdpErrorCode.NoUsableCodec)]
    [InlineData("UDP/TLS/RTP/SAVPF", "RTP/AVP", SdpErrorCode.NoUsableCodec)]
    [InlineData("AD:99:20", "AD:99", SdpErrorCode.InvalidSdp)]
    [InlineData("AD:99:20", "AD:99:2G", SdpErrorCode.InvalidSdp)]
    public void What_the_server_cannot_do_without_has_a_code(string part, string replacement, string code)
    {
        var offer = OfferText.Publisher().Replace(part, replacement, StringComparison.Ordinal);
        Assert.NotEqual(OfferText.Publisher(), offer);

        Assert.Equal(code, Answering.Refuse(offer, Answering.Publisher).Code);
    }

    [Fact]
    public void Only_data_channels_are_no_usable_offer()
    {
        var offer = OfferText.Head
            + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n" + OfferText.Transport;

        Assert.Equal(SdpErrorCode.NoUsableCodec, Answering.Refuse(offer, Answering.Publisher).Code);
    }

    [Fact]
    public void Two_sections_cannot_share_a_mid()
    {
        var offer = OfferText.Publisher("m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:0");

        Assert.Equal(SdpErrorCode.InvalidSdp, Answering.Refuse(offer, Answering.Publisher).Code);
    }

    [Fact]
    public void A_payload_type_with_two_meanings_in_the_bundle_is_refused()
    {
        var offer = OfferText.Publisher(
                "m=video 9 UDP/TLS/RTP/SAVPF 96",
                "a=mid:1",
                "a=rtcp-mux",
                "a=rtpmap:96 H264/90000")
            .Replace("BUNDLE 0", "BUNDLE 0 1", StringComparison.Ordinal);

        Assert.Equal(SdpErrorCode.BundleConflict, Answering.Refuse(offer, Answering.Publisher).Code);
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        var manyFormats = string.Join(' ', Enumerable.Range(0, 65));
        var manySections = string.Concat(Enumerable.Repeat("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n", 257));
        var manySources = Enumerable.Range(1, 65).Select(ssrc => $"a=ssrc:{ssrc} cname:a").ToArray();

        Assert.Equal(SdpErrorCode.TooLarge, Refuse("v=0\r\n" + new string('a', 256 * 1024)));
        Assert.Equal(SdpErrorCode.InvalidSdp, Refuse("v=0\r\na=" + new string('a', 4096)));
        Assert.Equal(SdpErrorCode.TooManyAttributes, Refuse($"v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF {manyFormats}"));
        Assert.Equal(SdpErrorCode.TooManySections, Refuse("v=0\r\n" + manySections));
        Assert.Equal(SdpErrorCode.TooManyAttributes, Refuse(OfferText.Publisher(manySources)));

        static string Refuse(string text) => Answering.Refuse(text, Answering.Publisher).Code;
    }

    [Fact]
    public void An_error_never_repeats_what_the_peer_wrote()
    {
        var error = Answering.Refuse(OfferText.Publisher("a=rtpmap:96 <script>/1"), Answering.Publisher);

        Assert.DoesNotContain("script", error.ToString(), StringComparison.Ordinal);
    }
}
