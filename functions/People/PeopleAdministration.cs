using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.People;

/// <summary>The operator's side: who may sign in for a tenant.</summary>
internal sealed class PeopleAdministration(PeopleStore people, TenantStore tenants, ISecrets secrets, TimeProvider time)
{
    private const int MaxEmail = 254;

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromDays(7);

    public static Failure NotFound { get; } = new(404, ProblemCodes.NotFound, "There is no such person.");

    public async Task<Outcome<PersonInvitationResponse>> InviteAsync(
        string tenantId, CreatePersonRequest request, CancellationToken cancellationToken)
    {
        if (Normalize(request.Email) is not { } email)
        {
            return Failures.InvalidRequest($"email has 3 to {MaxEmail} characters with an @, and no blanks.");
        }

        if (JoinForm.RefuseName(request.Name) is { } wrongName)
        {
            return wrongName;
        }

        if (await tenants.FindAsync(tenantId, cancellationToken) is null)
        {
            return TenantAdministration.NotFound;
        }

        var code = secrets.Code();
        var until = time.GetUtcNow() + CodeLifetime;
        var (_, person) = await people.ChangeAsync(
            email,
            old => old is not null && old.TenantId != tenantId ? null : new Person
            {
                Email = email,
                Name = request.Name,
                TenantId = tenantId,
                Code = TableKey.Of(code),
                CodeUntil = until,
                Generation = (old?.Generation ?? 0) + 1,
            },
            cancellationToken);
        if (person!.TenantId != tenantId)
        {
            return new Failure(409, ProblemCodes.Conflict, "This person belongs to another tenant.");
        }

        await people.ListAsync(person, cancellationToken);
        return new PersonInvitationResponse(email, code, until);
    }

    public async Task<PersonPage> ListAsync(string tenantId, Paging paging, CancellationToken cancellationToken)
    {
        var emails = await people.EmailsAsync(tenantId, Paging.MaxListed, cancellationToken);
        var page = new List<PersonResponse>();
        foreach (var email in paging.Of(emails))
        {
            if (await people.FindAsync(email, cancellationToken) is { } person && person.TenantId == tenantId)
            {
                page.Add(new PersonResponse(person.Email, person.Name, person.Password is not null));
            }
        }

        return new PersonPage(paging.Info(emails.Count), page);
    }

    /// <returns>null: done; whoever is signed in is not any more.</returns>
    public async Task<Failure?> RemoveAsync(string tenantId, string email, CancellationToken cancellationToken)
    {
        if (Normalize(email) is not { } normal
            || await people.FindAsync(normal, cancellationToken) is not { } person || person.TenantId != tenantId)
        {
            return NotFound;
        }

        await people.RemoveAsync(person, cancellationToken);
        return null;
    }

    /// <returns>null: this is no e-mail address.</returns>
    public static string? Normalize(string email)
    {
        var normal = email.Trim().ToLowerInvariant();
        return normal.Length is >= 3 and <= MaxEmail && normal.IndexOf('@') is var at && at > 0 && at < normal.Length - 1
            && !normal.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
                ? normal
                : null;
    }
}
