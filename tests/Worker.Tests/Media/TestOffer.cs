using Serverless.Rtc.Ice;

namespace Serverless.Worker.Tests.Media;

/// <summary>An offer of one microphone, in section 0.</summary>
internal static class TestOffer
{
    public static readonly IceCredentials Ice = new("4ZcD", "2/1muCWoOi3uLifh0NuRHlog");

    public static readonly string Sha256 = string.Join(':', Enumerable.Repeat("AB", 32));

    public static readonly string Sdp = string.Join("\r\n",
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        $"a=ice-ufrag:{Ice.Ufrag}",
        $"a=ice-pwd:{Ice.Password}",
        $"a=fingerprint:sha-256 {Sha256}",
        "a=setup:actpass",
        "a=rtcp-mux",
        "a=sendonly",
        "a=rtpmap:111 opus/48000/2",
        string.Empty);
}
