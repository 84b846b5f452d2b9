using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Tests.Webhooks;

/// <summary>The C# sample of docs/webhooks.md, letter by letter, so that it can be run.</summary>
internal static class CSharpSample
{
    public static bool Verify(IHeaderDictionary headers, byte[] body, string secret, DateTimeOffset now)
    {
        return IsGenuine(headers, body, secret, now);

        // The sample begins.
        static bool IsGenuine(IHeaderDictionary headers, byte[] body, string secret, DateTimeOffset now)
        {
            if (!long.TryParse(headers["webhook-timestamp"], out var seconds)
                || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
            {
                return false;
            }

            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{seconds}."), .. body];
            var expected = Encoding.UTF8.GetBytes($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}");
            return headers["webhook-signature"].ToString().Split(' ')
                .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        }
        // The sample ends.
    }
}
