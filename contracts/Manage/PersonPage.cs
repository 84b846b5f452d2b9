using Serverless.Contracts.BackEnd;

namespace Serverless.Contracts.Manage;

/// <summary>GET /manage/tenants/{tenantId}/people.</summary>
public sealed record PersonPage(PageInfo PageInfo, IReadOnlyList<PersonResponse> Data);

/// <param name="Email">Signs in by it.</param>
/// <param name="Name">For people.</param>
/// <param name="Active">Has chosen a password.</param>
public sealed record PersonResponse(string Email, string Name, bool Active);
