using Serverless.Contracts.BackEnd;

namespace Serverless.Contracts.Manage;

/// <summary>GET /manage/tenants.</summary>
public sealed record TenantPage(PageInfo PageInfo, IReadOnlyList<TenantResponse> Data);
