using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Http;

/// <summary>Checks what functions signed: the bearer of their calls, and the tickets in them. One key, told apart by audience.</summary>
internal sealed class TicketVerifier(WorkerOptions options, TimeProvider time)
{
    /// <summary>Clocks of functions and workers differ by less.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SymmetricSecurityKey _key = new(Encoding.UTF8.GetBytes(options.WorkerKey));

    public async Task<bool> IsInternalAsync(string token)
    {
        var (payload, _) = await VerifyAsync(token, InternalToken.InternalAudience);
        return payload is not null;
    }

    /// <summary>The ticket, or the problem code that says what is wrong with it.</summary>
    public async Task<(Ticket? Ticket, string Problem)> VerifyTicketAsync(string token)
    {
        var (payload, expired) = await VerifyAsync(token, Ticket.TicketAudience);
        if (payload is null)
        {
            return (null, expired ? ProblemCodes.TicketExpired : ProblemCodes.TicketInvalid);
        }

        try
        {
            return (JsonSerializer.Deserialize(payload, TokensJson.Default.Ticket), ProblemCodes.TicketInvalid);
        }
        catch (JsonException)
        {
            return (null, ProblemCodes.TicketInvalid);
        }
    }

    private async Task<(byte[]? Payload, bool Expired)> VerifyAsync(string token, string audience)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = _key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidAudience = audience,
            ValidateIssuer = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires is null || expires + Skew > time.GetUtcNow().UtcDateTime
                ? expires is not null
                : throw new SecurityTokenExpiredException(),
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt }
            ? (Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), false)
            : (null, result.Exception is SecurityTokenExpiredException);
    }
}
