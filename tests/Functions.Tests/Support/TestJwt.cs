using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Functions.Tests.Support;

/// <summary>HS256 by hand (RFC 7515 appendix A.1), so that the product's library does not check itself.</summary>
internal static class TestJwt
{
    public static string Sign(JsonObject payload, string key, string header = """{"alg":"HS256","typ":"JWT"}""")
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{signed}.{Encode(Mac(signed, key))}";
    }

    public static bool IsSignedBy(string token, string key)
    {
        var end = token.LastIndexOf('.');
        return Encode(Mac(token[..end], key)) == token[(end + 1)..];
    }

    public static JsonElement Payload(string token) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    private static byte[] Mac(string text, string key) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(text));

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
