using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Load.Rest;

/// <summary>A tenant's key and secret, which sign API tokens as a customer's back end does.</summary>
internal sealed record ApiKey(
    [property: JsonPropertyName("apiKey")] string Key, [property: JsonPropertyName("secret")] string Secret)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>May create rooms, publish and watch.</summary>
    public string Sign(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var claims = new ApiClaims(
            Key, ["allow_join", "allow_mod"], 2, now.ToUnixTimeSeconds() - 60, (now + Lifetime).ToUnixTimeSeconds());
        var signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}."
            + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, LoadJson.Default.ApiClaims));
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(mac)}";
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"ApiKey {Key}";
}
