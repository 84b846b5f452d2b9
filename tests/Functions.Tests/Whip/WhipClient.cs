using System.Net.Http.Headers;
using System.Text;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Whip;

/// <summary>A client that only speaks HTTP.</summary>
internal sealed class WhipClient(FunctionsHost host, string roomId)
{
    public const string Ufrag = "4ZcD";

    /// <summary>What a browser or OBS offers, without the lines that only the worker reads.</summary>
    public static readonly string Publishing = Offer("sendonly", "sendonly");

    public static readonly string Watching = Offer("recvonly", "recvonly");

    public static string Offer(string audio, string video) => string.Join("\r\n",
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE a v",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=mid:a",
        $"a=ice-ufrag:{Ufrag}",
        "a=ice-pwd:2/1muCWoOi3uLifh0NuRHlog",
        $"a={audio}",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=mid:v",
        $"a={video}",
        string.Empty);

    public static string Fragment(string ufrag, string pwd = "asd88fgpdd777uzjYhagZg") =>
        $"a=ice-ufrag:{ufrag}\r\na=ice-pwd:{pwd}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:a\r\na=end-of-candidates\r\n";

    public Task<Reply> PostAsync(
        string endpoint, string? token, string offer, string query = "", string contentType = "application/sdp") =>
        host.SendAsync(
            HttpMethod.Post, $"/v2/{endpoint}?roomId={roomId}{query}", token, Body(offer, contentType));

    public async Task<(string Location, string ETag)> StartAsync(string endpoint, string token, string query = "")
    {
        var reply = await PostAsync(endpoint, token, endpoint == "whip" ? Publishing : Watching, query);
        Assert.True(reply.Status == 201, $"{reply.Status}: {reply.Text}");
        return (reply.Headers.Location!.ToString(), reply.Headers.ETag!.ToString());
    }

    public Task<Reply> PatchAsync(
        string location, string fragment, string? ifMatch, string contentType = "application/trickle-ice-sdpfrag") =>
        host.SendAsync(
            HttpMethod.Patch, location, null, Body(fragment, contentType),
            ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public Task<Reply> EndAsync(string location) => host.SendAsync(HttpMethod.Delete, location, null, null);

    private static StringContent Body(string text, string contentType) =>
        new(text, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
}
