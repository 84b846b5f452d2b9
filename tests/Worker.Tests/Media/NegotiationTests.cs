using System.Net;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Sdp;
using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Media;

public sealed class NegotiationTests
{
    private const int Shard = 1;

    [Fact]
    public void WH7_a_restart_changes_the_credentials_and_nothing_else()
    {
        var negotiation = Answered();
        var (before, local) = (negotiation.Last!, negotiation.Local);

        var restart = negotiation.RestartIce("8hhY", "asd88fgpdd777uzjYhagZg");

        Assert.NotEqual(local.Ufrag, restart.Ufrag);
        Assert.Equal(local.Ufrag[0], restart.Ufrag[0]);
        Assert.Equal((restart.Ufrag, restart.Password), (negotiation.Local.Ufrag, negotiation.Local.Password));
        Assert.Equal(before with { RemoteUfrag = "8hhY", RemotePwd = "asd88fgpdd777uzjYhagZg" }, negotiation.Last);
        Assert.Matches("^1 1 udp [0-9]+ 192.0.2.1 40000 typ host$", Assert.Single(restart.Candidates));
        Assert.DoesNotContain(restart.Password, restart.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WH7_the_same_credentials_again_are_answered_alike()
    {
        var negotiation = Answered();
        var first = negotiation.RestartIce("8hhY", "asd88fgpdd777uzjYhagZg");

        var second = negotiation.RestartIce("8hhY", "asd88fgpdd777uzjYhagZg");

        Assert.Equal((first.Ufrag, first.Password), (second.Ufrag, second.Password));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(AudioContent.Speech, false)]
    [InlineData(AudioContent.Music, true)]
    public void MD6_music_is_negotiated_where_the_join_says_music(AudioContent? content, bool isMusic)
    {
        var section = Assert.IsType<ReceiveSection>(Assert.Single(Answered(content).Last!.Sections));

        Assert.Equal(isMusic, section.IsMusic);
        Assert.Equal(isMusic, section.Codecs[0].Fmtp.Contains(";stereo=1;", StringComparison.Ordinal));
        Assert.Equal(isMusic, section.Codecs[0].Fmtp.Contains("usedtx=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("96 98 45", "VP8,H264", "Vp8")]
    [InlineData("98 96 45", "VP8,VP9", "Vp9,Vp8")]
    [InlineData("45 98 96", "VP8,VP9,AV1", "Av1,Vp9,Vp8")]
    public void CD1_CD2_pictures_are_sent_in_what_the_room_allows_and_in_the_order_of_the_offer(
        string offered, string allowed, string answered)
    {
        VideoCodec[] codecs = [.. allowed.Split(',').Select(name => Enum.Parse<VideoCodec>(name, ignoreCase: true))];
        var negotiation = New([TrackSource.Camera], codecs);

        Assert.Null(negotiation.Answer(Pictures("sendonly", offered), [new PublishSection("0", TrackSource.Camera)]));

        Assert.Equal(answered, string.Join(',', Assert.Single(negotiation.Last!.Sections).Codecs.Select(codec => codec.Kind)));
        Assert.Null(negotiation.Decodes);
    }

    [Fact]
    public void CD3_what_a_viewer_decodes_is_what_it_offers_of_what_the_room_allows()
    {
        var negotiation = New([], [VideoCodec.Vp8, VideoCodec.H264, VideoCodec.Av1]);

        Assert.Null(negotiation.Answer(Pictures("recvonly", "96 98 45"), []));

        Assert.Equal([VideoCodec.Vp8, VideoCodec.Av1], negotiation.Decodes);
    }

    private static string Pictures(string direction, string payloadTypes) => TestOffer.Sdp
        .Replace("m=audio 9 UDP/TLS/RTP/SAVPF 111", $"m=video 9 UDP/TLS/RTP/SAVPF {payloadTypes}", StringComparison.Ordinal)
        .Replace("a=sendonly", $"a={direction}", StringComparison.Ordinal)
        .Replace(
            "a=rtpmap:111 opus/48000/2",
            "a=extmap:12 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension\r\n"
            + "a=rtpmap:96 VP8/90000\r\na=rtpmap:98 VP9/90000\r\na=rtpmap:45 AV1/90000",
            StringComparison.Ordinal);

    private static Negotiation Answered(AudioContent? content = null)
    {
        var negotiation = New([TrackSource.Microphone], RoomCodecs.Default.Video);
        Assert.Null(negotiation.Answer(TestOffer.Sdp, [new PublishSection("0", TrackSource.Microphone, content)]));
        return negotiation;
    }

    private static Negotiation New(IReadOnlyList<TrackSource> mayPublish, IReadOnlyList<VideoCodec> codecs)
    {
        byte next = 0;
        return new Negotiation(
            mayPublish,
            codecs,
            new Fingerprint(TestOffer.Sha256),
            [new IceCandidate(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000), CandidateTransport.Udp)],
            Shard,
            bytes =>
            {
                foreach (ref var value in bytes)
                {
                    value = next++;
                }
            });
    }
}
