namespace Serverless.Rtc.Tests.Sdp;

/// <summary>Minimal offers that tests bend.</summary>
internal static class OfferText
{
    internal const string Head =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n";

    internal const string Transport =
        "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=setup:actpass\r\na=fingerprint:sha-256 " +
        "1F:F8:70:59:11:37:5D:1D:A7:CA:9C:4D:42:4B:4D:C3:0D:70:3E:D0:0C:83:CB:21:50:C5:EF:90:00:AD:99:20\r\n";

    /// <summary>One VP8 section, mid 0, sendonly, with more lines at its end.</summary>
    internal static string Publisher(params string[] lines) =>
        Video("sendonly", "96", ["a=rtpmap:96 VP8/90000", .. lines]);

    internal static string Video(string direction, string formats, string[] lines) =>
        Head + $"m=video 9 UDP/TLS/RTP/SAVPF {formats}\r\na=mid:0\r\n" + Transport
        + $"a={direction}\r\na=rtcp-mux\r\n" + string.Concat(lines.Select(line => line + "\r\n"));

    internal static string Audio(string direction, string formats, string[] lines) =>
        Video(direction, formats, lines).Replace("m=video", "m=audio", StringComparison.Ordinal);
}
