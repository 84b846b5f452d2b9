using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Functions;

/// <summary>Signs the worker's calls to functions: a token of a minute, made anew when half of it is over.</summary>
internal sealed class InternalBearer(WorkerOptions options, TimeProvider time)
{
    private const int LifetimeSeconds = 60;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.WorkerKey)), SecurityAlgorithms.HmacSha256);

    private volatile Signed _current = new(string.Empty, 0);

    public string Token()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var current = _current;
        if (current.RenewAt <= now)
        {
            current = new(Sign(now), now + (LifetimeSeconds / 2));
            _current = current;
        }

        return current.Token;
    }

    private string Sign(long now)
    {
        var token = new InternalToken { Caller = options.WorkerId, IssuedAt = now, ExpiresAt = now + LifetimeSeconds };
        return _handler.CreateToken(JsonSerializer.Serialize(token, TokensJson.Default.InternalToken), _credentials);
    }

    private sealed record Signed(string Token, long RenewAt);
}
