using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Functions.PubSub;

/// <summary>
/// Mints the HS256 tokens that Web PubSub accepts. Pure computation: at a stampede of joins no call is needed.
/// </summary>
internal sealed class PubSubTokens(string accessKey, TimeProvider time)
{
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromMinutes(5);
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>The service takes the UTF-8 bytes of the key as they are; it is not Base64 to it.</summary>
    private readonly byte[] _key = Encoding.UTF8.GetBytes(accessKey);

    /// <summary>For one request to the data plane. The audience is its URL without the query.</summary>
    public string MintForServer(Uri url) =>
        Mint(url.GetLeftPart(UriPartial.Path), ServerLifetime, static _ => { });

    /// <param name="audience">The client URL with http or https, never ws.</param>
    public string MintForClient(
        string audience, string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime) =>
        Mint(audience, lifetime, json =>
        {
            json.WriteString("sub"u8, userId);
            WriteArray(json, "role", roles);
            WriteArray(json, "webpubsub.group", groups);
        });

    private static void WriteArray(Utf8JsonWriter json, string claim, IReadOnlyList<string> values)
    {
        json.WriteStartArray(claim);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private string Mint(string audience, TimeSpan lifetime, Action<Utf8JsonWriter> claims)
    {
        var now = time.GetUtcNow();
        var payload = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("aud"u8, audience);
            json.WriteNumber("iat"u8, now.ToUnixTimeSeconds());
            json.WriteNumber("exp"u8, (now + lifetime).ToUnixTimeSeconds());
            claims(json);
            json.WriteEndObject();
        }

        var signed = $"{Header}.{Base64Url.EncodeToString(payload.WrittenSpan)}";
        var signature = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
