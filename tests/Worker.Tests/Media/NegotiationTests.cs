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

    private static readonly string Sha256 = string.Join(':', Enumerable.Repeat("AB", 32));

    private static readonly string Offer = string.Join("\r\n",
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=ice-ufrag:4ZcD",
        "a=ice-pwd:2/1muCWoOi3uLifh0NuRHlog",
        $"a=fingerprint:sha-256 {Sha256}",
        "a=setup:actpass",
        "a=rtcp-mux",
        "a=sendonly",
        "a=rtpmap:111 opus/48000/2",
        string.Empty);

    [Fact]
    public void WH7_a_restart_changes_the_credentials_and_nothing_else()
    {
        var negotiation = Answered();
        var (before, local) = (negotiation.Last!, negotiation.Local);

        var restart = negotiation.RestartIce("8hhY", "asd88fgpdd777uzjYhagZg");

        Assert.NotEqual(local.Ufrag, restart.Ufrag);
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

    private static Negotiation Answered()
    {
        byte next = 0;
        var negotiation = new Negotiation(
            [TrackSource.Microphone],
            new Fingerprint(Sha256),
            [new IceCandidate(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000), CandidateTransport.Udp)],
            Shard,
            bytes =>
            {
                foreach (ref var value in bytes)
                {
                    value = next++;
                }
            });
        Assert.Null(negotiation.Answer(Offer, [new PublishSection("0", TrackSource.Microphone)]));
        return negotiation;
    }
}
