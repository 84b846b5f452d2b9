namespace Serverless.Contracts.Manage;

/// <summary>
/// POST /manage/tenants/{tenantId}/people: somebody who signs in to the tenant's Studio. Repeated for a person who is there
/// already it makes a new code, and the old password ends.
/// </summary>
/// <param name="Email">3 to 254 characters with an @; the case does not matter. One person belongs to one tenant.</param>
/// <param name="Name">1 to 100 characters.</param>
public sealed record CreatePersonRequest(string Email, string Name);

/// <param name="Email">As it is written from now on.</param>
/// <param name="Code">Good once, to choose a password with (POST /v2/people/password); the operator hands it over.</param>
/// <param name="ExpiresAt">Of the code.</param>
public sealed record PersonInvitationResponse(string Email, string Code, DateTimeOffset ExpiresAt);
