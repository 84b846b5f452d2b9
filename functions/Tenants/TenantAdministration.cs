using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Tenants;

/// <summary>What the operator does to tenants.</summary>
internal sealed class TenantAdministration(TenantStore tenants, ISecrets secrets, TimeProvider time)
{
    private const int MaxKeys = 10;
    private const int MaxName = 100;
    private const int MaxRate = 100_000;
    private const int MaxOverlap = 2_592_000;

    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    public async Task<Outcome<TenantSecretResponse>> CreateAsync(
        TenantRequest request, CancellationToken cancellationToken)
    {
        if (request.Name is null)
        {
            return WrongName;
        }

        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        var now = time.GetUtcNow();
        var key = NewKey($"t-{secrets.Letters(16)}");
        await tenants.AddKeyAsync(key, cancellationToken);
        await tenants.ChangeAsync(
            key.TenantId,
            _ => new Tenant
            {
                TenantId = key.TenantId,
                Name = request.Name,
                Disabled = request.Disabled ?? false,
                Limits = request.Limits,
                CreatedAt = now,
                Keys = [new TenantKeyTerm(key.ApiKey, now)],
            },
            cancellationToken);
        return new TenantSecretResponse(key.TenantId, key.ApiKey, key.Secret);
    }

    public async Task<Outcome<TenantResponse>> GetAsync(string tenantId, CancellationToken cancellationToken) =>
        await tenants.FindAsync(tenantId, cancellationToken) is { } tenant ? Shape(tenant) : NotFound;

    public async Task<TenantPage> ListAsync(Paging paging, CancellationToken cancellationToken)
    {
        var all = await tenants.ListAsync(Paging.MaxListed, cancellationToken);
        return new TenantPage(paging.Info(all.Count), [.. paging.Of(all).Select(Shape)]);
    }

    public async Task<Outcome<TenantResponse>> UpdateAsync(
        string tenantId, TenantRequest request, CancellationToken cancellationToken)
    {
        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        var tenant = await tenants.ChangeAsync(
            tenantId,
            old => old is null ? null : old with
            {
                Name = request.Name ?? old.Name,
                Disabled = request.Disabled ?? old.Disabled,
                Limits = request.Limits ?? old.Limits,
            },
            cancellationToken);
        return tenant is null ? NotFound : Shape(tenant);
    }

    /// <summary>A new key; older ones stay good for the overlap, so that back ends change over one by one.</summary>
    public async Task<Outcome<TenantSecretResponse>> RotateAsync(
        string tenantId, RotateKeyRequest request, CancellationToken cancellationToken)
    {
        if (request.OverlapSeconds is < 0 or > MaxOverlap)
        {
            return Failures.InvalidRequest($"overlapSeconds is 0 to {MaxOverlap}.");
        }

        if (await tenants.FindAsync(tenantId, cancellationToken) is null)
        {
            return NotFound;
        }

        var now = time.GetUtcNow();
        var end = now + (request.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Overlap);
        var key = NewKey(tenantId);
        await tenants.AddKeyAsync(key, cancellationToken);
        var rotated = await tenants.ChangeAsync(
            tenantId,
            old => old is null || Standing(old).Count() >= MaxKeys ? null : old with
            {
                Keys =
                [
                    .. Standing(old).Select(term => term with { ExpiresAt = term.ExpiresAt < end ? term.ExpiresAt : end }),
                    new TenantKeyTerm(key.ApiKey, now),
                ],
            },
            cancellationToken);
        if (rotated?.Keys[^1].ApiKey == key.ApiKey)
        {
            return new TenantSecretResponse(tenantId, key.ApiKey, key.Secret);
        }

        await tenants.DropKeyAsync(key.ApiKey, cancellationToken);
        return new Failure(
            409, ProblemCodes.Conflict, $"A tenant has at most {MaxKeys} keys at a time: revoke one first.");

        IEnumerable<TenantKeyTerm> Standing(Tenant tenant) =>
            tenant.Keys.Where(term => term.ExpiresAt is null || now < term.ExpiresAt);
    }

    /// <summary>At once. The newest key stays until there is a newer one.</summary>
    /// <returns>null: done.</returns>
    public async Task<Failure?> RevokeAsync(string tenantId, string apiKey, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(tenantId, cancellationToken) is not { } tenant
            || tenant.Keys.All(term => term.ApiKey != apiKey))
        {
            return NotFound;
        }

        var after = await tenants.ChangeAsync(
            tenantId,
            old => old is null || old.Keys[^1].ApiKey == apiKey
                ? null
                : old with { Keys = [.. old.Keys.Where(term => term.ApiKey != apiKey)] },
            cancellationToken);
        if (after?.Keys.Any(term => term.ApiKey == apiKey) is true)
        {
            return new Failure(409, ProblemCodes.Conflict, "This is the tenant's newest key: rotate first.");
        }

        await tenants.DropKeyAsync(apiKey, cancellationToken);
        return null;
    }

    public static Failure NotFound { get; } = new(404, ProblemCodes.NotFound, "There is no such tenant or key.");

    private static Failure WrongName { get; } =
        Failures.InvalidRequest($"name has 1 to {MaxName} characters, none of them control characters.");

    private static Failure? Refuse(TenantRequest request)
    {
        if (request.Name is { } name && (name.Trim().Length is 0 or > MaxName || name.Any(char.IsControl)))
        {
            return WrongName;
        }

        return request.Limits is { RequestsPerSecond: < 1 or > MaxRate } or { Burst: < 1 or > MaxRate }
            ? Failures.InvalidRequest($"requestsPerSecond and burst are 1 to {MaxRate}.")
            : null;
    }

    private static TenantResponse Shape(Tenant tenant) => new()
    {
        TenantId = tenant.TenantId,
        Name = tenant.Name,
        Disabled = tenant.Disabled,
        Limits = tenant.Limits,
        CreatedAt = tenant.CreatedAt,
        Keys = [.. tenant.Keys.Select(key => new TenantKeyResponse(key.ApiKey, key.CreatedAt, key.ExpiresAt))],
    };

    // 260 bits: HS256 wants a key as long as its hash (RFC 7518 section 3.2).
    private TenantKey NewKey(string tenantId) => new($"k-{secrets.Letters(20)}", tenantId, secrets.Letters(52));
}
