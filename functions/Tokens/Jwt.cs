using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

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

    /// <summary>The payload as somebody wrote it: good for finding the key, for nothing else before <see cref="VerifyAsync"/>.</summary>
    public static byte[]? UnverifiedPayload(string token)
    {
        if (token.Length > MaxTokenBytes || token.Count('.') != 2)
        {
            return null;
        }

        try
        {
            return Base64UrlEncoder.DecodeBytes(token.Split('.')[1]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

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
