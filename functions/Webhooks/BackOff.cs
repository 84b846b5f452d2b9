namespace Serverless.Functions.Webhooks;

/// <summary>When a delivery that failed is tried again.</summary>
internal static class BackOff
{
    /// <summary>From the event, or from its replay; what has not arrived by then is a dead letter.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
    ];

    /// <param name="attempts">Failed so far, at least 1.</param>
    /// <param name="spread">0 to 1: what failed together does not come back together; adds at most a fifth.</param>
    public static TimeSpan After(int attempts, double spread) =>
        Steps[Math.Min(attempts, Steps.Length) - 1] * (1 + (spread / 5));
}
