namespace Serverless.Functions.Limits;

/// <summary>
/// How much one caller may ask of this process; several processes allow that many times as much. A hall full of viewers may
/// share one address, hence the generous burst.
/// </summary>
public sealed record RateLimitOptions
{
    /// <summary>Calls from one address (IPv6: one /64), with or without a good credential.</summary>
    public RateLimit PerAddress { get; init; } = new(100, TimeSpan.FromSeconds(1), 2_000);

    /// <summary>Calls with a tenant's API tokens, where the tenant has no limits of its own.</summary>
    public RateLimit PerTenant { get; init; } = new(1_000, TimeSpan.FromSeconds(1), 5_000);

    /// <summary>Calls with one participant's tickets: renewals, resumes, the log, what moderators do.</summary>
    public RateLimit PerParticipant { get; init; } = new(10, TimeSpan.FromSeconds(1), 60);

    /// <summary>Sign-ins and choices of a password from one address.</summary>
    public RateLimit SignIns { get; init; } = new(10, TimeSpan.FromMinutes(1), 20);

    /// <summary>
    /// How many proxies in front of this process append to X-Forwarded-For. What stands farther left was written by the caller.
    /// 0: the connection's own address counts. Null: behind a host of which that is not known; the nearest address that is public
    /// counts, since what stands nearer are the platform's own hops.
    /// </summary>
    public int? TrustedHops { get; init; } = 0;
}
