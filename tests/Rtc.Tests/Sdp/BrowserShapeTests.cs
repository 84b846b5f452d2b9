using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>
/// Offers in the shape of Firefox and Safari: other orders, other defaults, bundle-only sections, directed extmaps.
/// </summary>
public sealed class BrowserShapeTests
{
    private readonly Negotiated _firefox =
        Answering.Answer(OfferFixtures.Text("firefox-publisher-viewer"), Answering.Publisher);

    private readonly Negotiated _safari = Answering.Answer(OfferFixtures.Text("safari-viewer"), Answering.Viewer);

    [Fact]
    public void Firefox_bundle_only_sections_with_port_0_are_alive() =>
        Assert.Equal(
            "Receive Receive Send Send", string.Join(' ', _firefox.Sections.Select(section => section.Direction)));

    [Fact]
    public void Firefox_session_level_fingerprint_in_lower_case_counts() =>
        Assert.Equal(
            "1F:F8:70:59:11:37:5D:1D:A7:CA:9C:4D:42:4B:4D:C3:0D:70:3E:D0:0C:83:CB:21:50:C5:EF:90:00:AD:99:20",
            _firefox.RemoteFingerprint.Sha256);

    [Fact]
    public void Firefox_payload_types_are_kept()
    {
        Assert.Equal(
            [(CodecKind.Vp8, 120, 124), (CodecKind.H264, 126, 127)],
            PayloadTypes(_firefox.Sections[1]));
        Assert.Equal("minptime=10;useinbandfec=1;stereo=1", _firefox.Sections[0].Codecs[0].Fmtp);
    }

    [Fact]
    public void Firefox_receives_playout_delay_but_does_not_send_it()
    {
        Assert.Equal(0, _firefox.Sections[1].Extensions.PlayoutDelay);
        Assert.Equal(6, _firefox.Sections[3].Extensions.PlayoutDelay);
        Assert.Contains(
            "a=extmap:6/sendonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
            Answering.Section(_firefox.Sdp, 3));
    }

    [Fact]
    public void Feedback_for_all_payload_types_reaches_each() =>
        Assert.All(
            _firefox.Sections[3].Codecs,
            codec => Assert.Equal(RtcpFeedback.Nack | RtcpFeedback.Pli | RtcpFeedback.TransportCc, codec.Feedback));

    [Fact]
    public void Safari_high_profile_is_passed_over_and_the_policy_sets_the_order()
    {
        Assert.Equal(
            [(CodecKind.Vp8, 100, 101), (CodecKind.H264, 98, 99)],
            PayloadTypes(_safari.Sections[1]));
    }

    [Fact]
    public void Of_several_fingerprints_sha_256_is_taken() =>
        Assert.StartsWith("53:9D:32:74", _safari.RemoteFingerprint.Sha256, StringComparison.Ordinal);

    private static IEnumerable<(CodecKind Kind, int PayloadType, int? Rtx)> PayloadTypes(NegotiatedSection section) =>
        section.Codecs.Select(codec => (codec.Kind, (int)codec.PayloadType, (int?)codec.RtxPayloadType));
}
