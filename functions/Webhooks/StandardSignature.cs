using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Functions.Webhooks;

/// <summary>The signature of Standard Webhooks 1.0: HMAC-SHA256 over id, time and body, so that nothing old can be sent again.</summary>
internal static class StandardSignature
{
    /// <returns>One <c>v1,…</c> for each secret that counts at <paramref name="now"/>, separated by blanks.</returns>
    public static string Of(SigningSecret secret, string id, DateTimeOffset now, byte[] body)
    {
        var current = With(secret.Current, id, now, body);
        return secret.Previous is { } previous && secret.PreviousUntil > now
            ? $"{current} {With(previous, id, now, body)}"
            : current;
    }

    private static string With(string secret, string id, DateTimeOffset now, byte[] body)
    {
        var key = Convert.FromBase64String(secret[SigningSecret.Prefix.Length..]);
        var head = string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}.");
        byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
