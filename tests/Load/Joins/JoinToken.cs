using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Load.Joins;

/// <summary>API tokens as a customer's back end signs them (HS256), one for each person.</summary>
internal sealed class JoinToken(string apiKey, string secret)
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <param name="person">null: for calls of the back end.</param>
    /// <param name="now">When it is issued.</param>
    public string Sign(string? person, DateTimeOffset now)
    {
        var name = person is null ? string.Empty : $"\"participantId\":\"{person}\",";
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"apikey":"{{apiKey}}","permissions":["allow_join","allow_mod"],"version":2,{{name}}"iat":{{now.ToUnixTimeSeconds() - 5}},"exp":{{now.ToUnixTimeSeconds() + 3600}}}""");
        return SignClaims(claims);
    }

    /// <param name="claims">JSON.</param>
    public string SignClaims(string claims)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"JoinToken {apiKey}";
}
