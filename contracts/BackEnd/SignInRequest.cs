namespace Serverless.Contracts.BackEnd;

/// <summary>POST /v2/people/sign-in, without a bearer: a tenant's person opens the Studio.</summary>
public sealed record SignInRequest(string Email, string Password);

/// <summary>POST /v2/people/password, without a bearer: chooses a password with the one-time code, and signs in.</summary>
/// <param name="Email">As the operator wrote it.</param>
/// <param name="Code">From the operator.</param>
/// <param name="Password">12 to 256 characters.</param>
public sealed record ChoosePasswordRequest(string Email, string Code, string Password);

/// <param name="SignIn">The bearer of POST /v2/people/token, which gives management tokens of ten minutes, and of sign-out.</param>
/// <param name="Name">The person's.</param>
/// <param name="ExpiresAt">When to sign in again.</param>
public sealed record SignInResponse(string SignIn, string Name, DateTimeOffset ExpiresAt);
