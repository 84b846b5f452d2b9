namespace Serverless.Functions.Sessions;

/// <summary>
/// Row <c>{sessionId}</c> in partition <c>live</c> of table <c>live</c>: lets the sweep find sessions that may be live, or that
/// ended and are not settled yet.
/// </summary>
/// <param name="At">When the session was about to open.</param>
internal sealed record LiveMark(DateTimeOffset At);
