using System.Net;
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

    private static Negotiation Answered(AudioContent? content = null)
    {
        byte next = 0;
        var negotiation = new Negotiation(
            [TrackSource.Microphone],
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
        Assert.Null(negotiation.Answer(TestOffer.Sdp, [new PublishSection("0", TrackSource.Microphone, content)]));
        return negotiation;
    }
}
