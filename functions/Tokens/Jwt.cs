using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tokens;

/// <summary>
/// HS256 and nothing else. Only the signature is checked here; the payload comes back as JSON, since what its members
/// must say differs by kind of token.
/// </summary>
internal static class Jwt
{
    private const int MaxTokenBytes = 16 * 1024;

    private static readonly JsonWebTokenHandler Handler = new()
    {
        MaximumTokenSizeInBytes = MaxTokenBytes,
        SetDefaultTimesOnTokenCreation = false,
    };

    public static string Sign(string payload, byte[] key) =>
        Handler.CreateToken(payload, new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256));

    /// <summary>The payload as somebody wrote it: good for finding the key, for nothing else before <see cref="VerifyAsync"/>; null: this is no such token.</summary>
    public static T? Unverified<T>(string token, JsonTypeInfo<T> type)
        where T : class
    {
        if (token.Length > MaxTokenBytes || token.Count('.') != 2)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Base64UrlEncoder.DecodeBytes(token.Split('.')[1]), type);
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// A name for this token. Of what is signed: the text of a signature has spare bits, so one signature can be written in
    /// several ways.
    /// </summary>
    public static string IdOf(string token) => TableKey.Of(token[..token.LastIndexOf('.')]);

    public static async Task<bool> VerifyAsync(string token, byte[] key)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = new SymmetricSecurityKey(key),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }
}
