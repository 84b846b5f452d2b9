using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Local.PubSub;

namespace Serverless.Local.Tests.PubSub;

/// <summary>Tokens put together by hand, so that the emulator's own code does not check itself.</summary>
internal static class TestToken
{
    public const string Hub = "chat";

    public static string ForClient(
        Uri endpoint,
        string? userId = "u1",
        string[]? roles = null,
        string[]? groups = null,
        DateTimeOffset? expires = null,
        string key = PubSubEmulatorOptions.DefaultAccessKey,
        string hub = Hub)
    {
        var payload = new JsonObject
        {
            ["aud"] = new Uri(endpoint, $"/client/hubs/{hub}").AbsoluteUri,
            ["exp"] = (expires ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds(),
            ["role"] = JsonSerializer.SerializeToNode(roles ?? []),
            ["webpubsub.group"] = JsonSerializer.SerializeToNode(groups ?? []),
        };
        if (userId is not null)
        {
            payload["sub"] = userId;
        }

        return Sign(payload, key);
    }

    public static string ForServer(Uri url, string key = PubSubEmulatorOptions.DefaultAccessKey) => Sign(
        new JsonObject
        {
            ["aud"] = url.AbsoluteUri,
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        },
        key);

    /// <summary>In the form of Entra ID's, signed by nobody we know.</summary>
    public static string OfEntra(string audience, DateTimeOffset expires) => Sign(
        new JsonObject { ["aud"] = audience, ["exp"] = expires.ToUnixTimeSeconds() }, new string('e', 40));

    private static string Sign(JsonObject payload, string key)
    {
        var header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);
        var signed = $"{header}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
