namespace Serverless.Functions.Usage;

/// <summary>
/// In partition <c>{tenantId}</c> of table <c>usage</c>: row <c>s-{sessionId}</c> is one session that was counted,
/// <c>d-{yyyyMMdd}</c> the sum of a day, <c>r-{roomId}-{yyyyMMdd}</c> that of one room. A session's row and both sums are written
/// together, so that each session is in each sum exactly once, however often it is counted.
/// </summary>
/// <param name="Sessions">That are over.</param>
/// <param name="People">Different people per session.</param>
/// <param name="Seconds">That they were there.</param>
internal sealed record UsageRow(long Sessions, long People, double Seconds)
{
    public static UsageRow Nothing { get; } = new(0, 0, 0);

    public UsageRow Plus(UsageRow other) => new(Sessions + other.Sessions, People + other.People, Seconds + other.Seconds);
}
