using Serverless.Rtc.Dtls;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>The simple client and the server read each other.</summary>
public sealed class ClientOfferTests
{
    private static readonly Fingerprint ClientFingerprint = new(string.Join(':', Enumerable.Repeat("C1", 32)));

    private static readonly ClientOffer Offer = new()
    {
        Ufrag = "client",
        Pwd = "clientPasswordOf24chars+",
        Fingerprint = ClientFingerprint,
        SessionId = 5,
        Sections =
        [
            Section("mic", MediaKind.Audio, SdpDirection.SendOnly) with { Source = new SdpSource(11, null, "c") },
            Section("cam", MediaKind.Video, SdpDirection.SendOnly) with { Source = new SdpSource(21, 22, "c") },
            Section("a0", MediaKind.Audio, SdpDirection.RecvOnly),
            Section("v0", MediaKind.Video, SdpDirection.RecvOnly),
        ],
    };

    [Fact]
    public void The_server_understands_the_offer()
    {
        var negotiated = Answering.Answer(Offer.ToSdp(), Answering.Publisher);

        Assert.Equal(
            ("client", "clientPasswordOf24chars+", ClientFingerprint),
            (negotiated.RemoteUfrag, negotiated.RemotePwd, negotiated.RemoteFingerprint));
        Assert.Equal(
            "mic Receive, cam Receive, a0 Send, v0 Send",
            string.Join(", ", negotiated.Sections.Select(section => $"{section.Mid} {section.Direction}")));
        Assert.Equal([new SdpSource(21, 22, "c")], Assert.IsType<ReceiveSection>(negotiated.Sections[1]).Sources);
        Assert.Equal([ClientCodecs.Vp8, ClientCodecs.H264], negotiated.Sections[1].Codecs);
        Assert.Equal([ClientCodecs.Opus], negotiated.Sections[0].Codecs);
    }

    [Fact]
    public void The_client_understands_the_answer()
    {
        var negotiated = Answering.Answer(Offer.ToSdp(), Answering.Publisher);

        Assert.True(ClientAnswer.TryRead(Answering.Parse(negotiated.Sdp), out var answer, out _));

        Assert.Equal(
            ("serverUfrag", "serverPasswordOf24chars+", Answering.ServerFingerprint, DtlsRole.Client),
            (answer.RemoteUfrag, answer.RemotePwd, answer.RemoteFingerprint, answer.DtlsRole));
        Assert.Equal(Answering.Local().Candidates, answer.Candidates);
        var slot = Assert.IsType<SendSection>(negotiated.Sections[3]).Slot;
        var section = answer.Sections[3];
        Assert.Equal(("v0", 3, SdpDirection.RecvOnly), (section.Mid, section.Index, section.Direction));
        Assert.Equal(new SdpSource(slot.Ssrc, slot.RtxSsrc, "server"), section.Source);
        Assert.Equal(new SdpMsid("pair-0", "video-0"), section.Msid);
        Assert.Equal(negotiated.Sections[3].Codecs, section.Codecs);
        Assert.Equal(negotiated.Sections[3].Extensions, section.Extensions);
        Assert.Equal((SdpDirection.SendOnly, null), (answer.Sections[0].Direction, answer.Sections[0].Source));
    }

    [Fact]
    public void Simulcast_layers_cross_both_ways()
    {
        var offer = Offer with
        {
            Sections = [Section("cam", MediaKind.Video, SdpDirection.SendOnly) with { Rids = ["h", "m", "l"] }],
        };

        var negotiated = Answering.Answer(offer.ToSdp(), Answering.Publisher with { AllowSimulcast = true });

        Assert.Equal(["h", "m", "l"], Assert.IsType<ReceiveSection>(negotiated.Sections[0]).Rids);
        Assert.True(ClientAnswer.TryRead(Answering.Parse(negotiated.Sdp), out var answer, out _));
        Assert.Equal(["h", "m", "l"], answer.Sections[0].Rids);
    }

    [Fact]
    public void Rejected_sections_are_not_among_the_client_s()
    {
        var offer = Offer with { Sections = [.. Offer.Sections, Section("x", MediaKind.Video, SdpDirection.RecvOnly)] };
        var policy = Answering.Publisher with { ViewCodecs = [CodecKind.Opus] };

        var negotiated = Answering.Answer(offer.ToSdp(), policy);

        Assert.True(ClientAnswer.TryRead(Answering.Parse(negotiated.Sdp), out var answer, out _));
        Assert.Equal(["mic", "cam", "a0"], answer.Sections.Select(section => section.Mid));
    }

    [Fact]
    public void An_answer_that_leaves_the_role_open_is_refused()
    {
        Assert.False(ClientAnswer.TryRead(Answering.Parse(Offer.ToSdp()), out _, out var error));

        Assert.Equal(SdpErrorCode.UnsupportedSetup, error.Code);
    }

    private static ClientOfferSection Section(string mid, MediaKind kind, SdpDirection direction) => new()
    {
        Mid = mid,
        Kind = kind,
        Direction = direction,
        Codecs = kind == MediaKind.Audio ? [ClientCodecs.Opus] : [ClientCodecs.Vp8, ClientCodecs.H264],
    };
}
