using System.Net;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>The server side that the tests answer with.</summary>
internal static class Answering
{
    internal static readonly Fingerprint ServerFingerprint = new(string.Join(':', Enumerable.Repeat("5E", 32)));

    internal static readonly AnswerPolicy Publisher = new() { MayPublish = true };

    internal static readonly AnswerPolicy Viewer = new() { MayPublish = false };

    internal static SessionDescription Parse(string text)
    {
        Assert.True(SessionDescription.TryParse(text, out var description, out var error), error?.ToString());
        return description;
    }

    internal static LocalDescription Local(uint firstSsrc = 1000)
    {
        var next = firstSsrc;
        return new LocalDescription
        {
            Ufrag = "serverUfrag",
            Pwd = "serverPasswordOf24chars+",
            Fingerprint = ServerFingerprint,
            Candidates =
            [
                new IceCandidate(IPEndPoint.Parse("192.0.2.7:40000"), CandidateTransport.Udp),
                new IceCandidate(IPEndPoint.Parse("[2001:db8::7]:40000"), CandidateTransport.Udp),
                new IceCandidate(IPEndPoint.Parse("192.0.2.7:443"), CandidateTransport.TcpPassive),
            ],
            Cname = "server",
            SessionId = 77,
            AllocateSsrc = () => next++,
        };
    }

    internal static Negotiated Answer(
        string offer, AnswerPolicy policy, Negotiated? previous = null, uint firstSsrc = 1000)
    {
        var answered = SdpAnswerer.TryAnswer(
            Parse(offer), policy, Local(firstSsrc), previous, out var negotiated, out var error);
        Assert.True(answered, error?.ToString());
        return negotiated!;
    }

    /// <summary>Code of the error that parsing or answering ends in.</summary>
    internal static SdpError Refuse(string offer, AnswerPolicy policy, Negotiated? previous = null)
    {
        if (!SessionDescription.TryParse(offer, out var description, out var error))
        {
            return error;
        }

        Assert.False(SdpAnswerer.TryAnswer(description, policy, Local(), previous, out _, out error));
        return error!;
    }

    /// <summary>The lines of one section of a description, from its <c>m=</c> on.</summary>
    internal static string[] Section(string sdp, int index) =>
        sdp.Split("\r\nm=")[index + 1].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
