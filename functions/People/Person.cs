namespace Serverless.Functions.People;

/// <summary>Row <c>person</c> in partition <c>{hash of e-mail}</c> of table <c>people</c>: somebody who signs in to a tenant's Studio.</summary>
internal sealed record Person
{
    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string TenantId { get; init; }

    /// <summary>See <see cref="PasswordHashing"/>; null: none chosen yet.</summary>
    public string? Password { get; init; }

    /// <summary>Hash of the one-time code; null: it was used.</summary>
    public string? Code { get; init; }

    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>Wrong passwords and codes since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is looked at before.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Counts up with each new password or invitation: sign-ins from before are over.</summary>
    public int Generation { get; init; }
}

/// <summary>Row <c>{hash of e-mail}</c> in partition <c>t-{tenantId}</c>: who belongs to a tenant.</summary>
internal sealed record TenantPerson(string Email);

/// <summary>Row <c>session</c> in partition <c>{hash of secret}</c>: one sign-in. The secret itself is not stored.</summary>
internal sealed record SignIn(string Email, int Generation, DateTimeOffset Until);
