using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.People;

/// <summary>A tenant's person signs in and gets short tokens of the tenant as long as the sign-in lasts.</summary>
internal sealed class SigningIn(
    PeopleStore people, PasswordHashing passwords, TenantStore tenants, ParticipantTokens tokens, ISecrets secrets,
    TimeProvider time)
{
    private const int MinPassword = 12;
    private const int MaxPassword = 256;

    /// <summary>Then every further mistake costs a minute; the address has its own limit.</summary>
    private const int FreeMistakes = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>With the one-time code; whoever was signed in before is not any more.</summary>
    public async Task<Outcome<SignInResponse>> ChoosePasswordAsync(
        ChoosePasswordRequest request, CancellationToken cancellationToken)
    {
        if (request.Password.Length is < MinPassword or > MaxPassword)
        {
            return Failures.InvalidRequest($"password has {MinPassword} to {MaxPassword} characters.");
        }

        if (PeopleAdministration.Normalize(request.Email) is not { } email)
        {
            return Wrong;
        }

        // Costs the same for everybody, and is done before the row is touched.
        var password = passwords.Of(request.Password);
        var code = SecretText.NormalizeCode(request.Code) is { } typed ? TableKey.Of(typed) : null;
        var now = time.GetUtcNow();
        var (before, after) = await people.ChangeAsync(
            email,
            old => old is null || old.LockedUntil > now ? null
                : code is not null && old.Code == code && now < old.CodeUntil
                    ? old with
                    {
                        Password = password,
                        Code = null,
                        CodeUntil = null,
                        Failures = 0,
                        LockedUntil = null,
                        Generation = old.Generation + 1,
                    }
                    : Mistake(old, now),
            cancellationToken);
        return before is not null && after!.Password == password ? await OpenAsync(after, cancellationToken) : Refusal(before, now);
    }

    public async Task<Outcome<SignInResponse>> SignInAsync(SignInRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var person = PeopleAdministration.Normalize(request.Email) is { } email && request.Password.Length <= MaxPassword
            ? await people.FindAsync(email, cancellationToken)
            : null;
        if (person?.LockedUntil > now)
        {
            return Refusal(person, now);
        }

        if (passwords.Matches(request.Password.Length <= MaxPassword ? request.Password : "", person?.Password))
        {
            await people.ChangeAsync(
                person!.Email, old => old is { Failures: > 0 } ? old with { Failures = 0, LockedUntil = null } : null,
                cancellationToken);
            return await OpenAsync(person, cancellationToken);
        }

        if (person is not null)
        {
            await people.ChangeAsync(person.Email, old => old is null ? null : Mistake(old, now), cancellationToken);
        }

        return Wrong;
    }

    /// <summary>A management token of the tenant for the next minutes.</summary>
    public async Task<Outcome<MintTokenResponse>> TokenAsync(string secret, CancellationToken cancellationToken)
    {
        if (await people.FindSignInAsync(secret, cancellationToken) is not { } signIn || signIn.Until <= time.GetUtcNow()
            || await people.FindAsync(signIn.Email, cancellationToken) is not { } person
            || person.Generation != signIn.Generation)
        {
            return Failures.Unauthorized(ProblemCodes.SignInExpired, "The sign-in is over. Sign in again.");
        }

        if (await tenants.FindSigningKeyAsync(person.TenantId, cancellationToken) is not { } key)
        {
            return Failures.TenantDisabled;
        }

        var claims = new ApiTokenClaims { Id = secrets.Letters(16), Permissions = ["allow_join", "allow_mod"], Name = person.Name };
        // REST only: joining takes an invite, as for everybody.
        var signed = tokens.Sign(key, claims, "crawler", TokenLifetime);
        return new MintTokenResponse(signed.Token, signed.ExpiresAt);
    }

    public Task SignOutAsync(string secret, CancellationToken cancellationToken) =>
        people.EndSignInAsync(secret, cancellationToken);

    private static Failure Wrong { get; } = Failures.Unauthorized(
        ProblemCodes.SignInWrong, "E-mail and password, or code, do not belong together, or the code is over.");

    private static Failure Refusal(Person? person, DateTimeOffset now) => person?.LockedUntil is { } until && until > now
        ? Failures.RateLimited((int)Math.Ceiling((until - now).TotalSeconds))
        : Wrong;

    private static Person Mistake(Person person, DateTimeOffset now) => person with
    {
        Failures = person.Failures + 1,
        LockedUntil = person.Failures + 1 > FreeMistakes ? now + Pause : null,
    };

    private async Task<Outcome<SignInResponse>> OpenAsync(Person person, CancellationToken cancellationToken)
    {
        var secret = secrets.Key();
        var until = time.GetUtcNow() + Lifetime;
        await people.AddSignInAsync(secret, new SignIn(person.Email, person.Generation, until), cancellationToken);
        return new SignInResponse(secret, person.Name, until);
    }
}
