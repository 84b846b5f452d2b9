using System.Text;
using System.Text.Json;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Limits;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tokens;

/// <summary>Signs and verifies tickets with the key shared with the workers.</summary>
internal sealed class TicketAuthority(FunctionsOptions options, RateLimits limits, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Clients ask for the next ticket when half of this one is over.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A laptop that slept a little longer than its ticket lives may still resume, renew or leave: all look at what is
    /// stored about the person, so the grace gives back nothing that was taken away.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.WorkerKey);

    /// <summary>The ticket with a fresh validity, signed.</summary>
    public TicketGrant Grant(Ticket ticket)
    {
        var now = time.GetUtcNow();
        var expiry = DateTimeOffset.FromUnixTimeSeconds((now + Lifetime).ToUnixTimeSeconds());
        var fresh = ticket with { IssuedAt = now.ToUnixTimeSeconds(), ExpiresAt = expiry.ToUnixTimeSeconds() };
        var token = Jwt.Sign(JsonSerializer.Serialize(fresh, TokensJson.Default.Ticket), _key);
        return new TicketGrant(token, expiry, (int)RenewAfter.TotalSeconds);
    }

    public async Task<Outcome<Ticket>> VerifyAsync(HttpContext http, TimeSpan grace = default) =>
        BearerHeader.Read(http.Request) is { } token
            ? await VerifyAsync(token, grace)
            : Failures.Unauthorized(ProblemCodes.TokenMissing, "Send the ticket in the Authorization header.");

    /// <param name="token">The JWT.</param>
    /// <param name="grace">How long after its end the ticket still counts.</param>
    public async Task<Outcome<Ticket>> VerifyAsync(string token, TimeSpan grace = default)
    {
        if (Claimed(token) is not { } ticket || !await Jwt.VerifyAsync(token, _key))
        {
            return Failures.Unauthorized(ProblemCodes.TicketInvalid, "This is no ticket of this system.");
        }

        return time.GetUtcNow().ToUnixTimeSeconds() < ticket.ExpiresAt + (long)grace.TotalSeconds
            // Behind the signature: nobody uses up a person's calls in their name.
            ? limits.RefuseParticipant(ticket.ConnectionKey) is { } refused ? refused : ticket
            : Failures.Unauthorized(ProblemCodes.TicketExpired, "The ticket is over. Join again with a token.");
    }

    /// <summary>Whether the credential claims to be a ticket; says nothing about its truth.</summary>
    public static bool LooksLikeTicket(string token) => Claimed(token) is not null;

    private static Ticket? Claimed(string token) =>
        Jwt.Unverified(token, TokensJson.Default.Ticket) is { Audience: Ticket.TicketAudience } ticket ? ticket : null;
}
