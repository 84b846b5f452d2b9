using System.Threading.RateLimiting;
using Serverless.Contracts.Manage;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Limits;

/// <summary>Counts calls. A limiter that is idle goes by itself, so memory is bounded by who calls now.</summary>
internal sealed class RateLimits : IDisposable
{
    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<string> _addresses;
    private readonly PartitionedRateLimiter<string> _signIns;
    private readonly PartitionedRateLimiter<string> _participants;
    private readonly PartitionedRateLimiter<(string TenantId, RateLimit Limit)> _tenants;

    public RateLimits(FunctionsOptions options)
    {
        _options = options.RateLimits;
        _addresses = PartitionedRateLimiter.Create<string, string>(address => Bucket(address, _options.PerAddress));
        _signIns = PartitionedRateLimiter.Create<string, string>(address => Bucket(address, _options.SignIns));
        _participants = PartitionedRateLimiter.Create<string, string>(key => Bucket(key, _options.PerParticipant));
        // The limit is part of the key: one that the operator changes counts from now on.
        _tenants = PartitionedRateLimiter.Create<(string TenantId, RateLimit Limit), (string, RateLimit)>(
            tenant => Bucket(tenant, tenant.Limit));
    }

    /// <returns>null: the call is within the limits.</returns>
    public Failure? RefuseAddress(HttpContext http) => Refuse(http, _addresses);

    public Failure? RefuseSignIn(HttpContext http) => Refuse(http, _signIns);

    public Failure? RefuseTenant(string tenantId, TenantLimits? own) => Refuse(_tenants, (tenantId, LimitOf(own)));

    /// <param name="connectionKey">Of the ticket, which was verified.</param>
    public Failure? RefuseParticipant(string connectionKey) => Refuse(_participants, connectionKey);

    public void Dispose()
    {
        _participants.Dispose();
        _addresses.Dispose();
        _signIns.Dispose();
        _tenants.Dispose();
    }

    private static RateLimitPartition<TKey> Bucket<TKey>(TKey key, RateLimit limit) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = limit.Requests,
            ReplenishmentPeriod = limit.Per,
            QueueLimit = 0,
        });

    private static Failure? Refuse<T>(PartitionedRateLimiter<T> limiter, T who)
    {
        using var lease = limiter.AttemptAcquire(who);
        if (lease.IsAcquired)
        {
            return null;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : TimeSpan.FromSeconds(1);
        return Failures.RateLimited((int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 3600));
    }

    private Failure? Refuse(HttpContext http, PartitionedRateLimiter<string> limiter) =>
        CallerAddress.Of(http, _options.TrustedHops) is { } address ? Refuse(limiter, address) : null;

    private RateLimit LimitOf(TenantLimits? own) => own is null
        ? _options.PerTenant
        : new RateLimit(
            own.RequestsPerSecond ?? _options.PerTenant.Requests,
            own.RequestsPerSecond is null ? _options.PerTenant.Per : TimeSpan.FromSeconds(1),
            own.Burst ?? Math.Max(own.RequestsPerSecond ?? 0, _options.PerTenant.Burst));
}
