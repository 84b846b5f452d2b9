namespace Serverless.Functions.Webhooks;

/// <summary>
/// Row <c>c-{endpoint}</c> in partition <c>{tenantId}</c> of table <c>webhooks</c>: whether an endpoint is worth trying. Absent
/// for one that never failed. While it is open nothing is sent there, then one delivery at a time probes.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="OpenUntil">null: closed. In the past: whoever takes the probe may send one delivery.</param>
/// <param name="ProbedUntil">Somebody probes until then.</param>
/// <param name="ReopenedAt">When the endpoint last came back: what failed before is due at once.</param>
/// <param name="Error">Of the newest failure.</param>
/// <param name="FailedAt">Of the newest failure.</param>
internal sealed record Circuit(
    int Failures = 0, DateTimeOffset? OpenUntil = null, DateTimeOffset? ProbedUntil = null,
    DateTimeOffset? ReopenedAt = null, string? Error = null, DateTimeOffset? FailedAt = null)
{
    /// <summary>In a row, until the circuit opens.</summary>
    public const int Threshold = 5;

    private const int MaxDoublings = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public bool IsOpen => OpenUntil is not null;

    public bool MayProbe(DateTimeOffset now) => IsOpen && now >= OpenUntil && !(ProbedUntil > now);

    /// <returns>The same: nothing changes.</returns>
    public Circuit AfterFailure(DateTimeOffset now, string error)
    {
        // Those that were under way when it opened say nothing new.
        if (now < OpenUntil)
        {
            return this;
        }

        var failures = Failures + 1;
        var doublings = Math.Min(failures - Threshold, MaxDoublings);
        return this with
        {
            Failures = failures,
            OpenUntil = doublings < 0 ? null : now + Min(First * (1 << doublings), Longest),
            ProbedUntil = null,
            Error = error,
            FailedAt = now,
        };
    }

    /// <returns>The same: nothing changes.</returns>
    public Circuit AfterSuccess(DateTimeOffset now) => Failures == 0
        ? this
        : this with { Failures = 0, OpenUntil = null, ProbedUntil = null, ReopenedAt = IsOpen ? now : ReopenedAt };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
