namespace Serverless.Functions.Sessions;

/// <summary>Row <c>{roomId}</c> in partition <c>live</c> of table <c>live</c>: lets the sweep find sessions that may be live.</summary>
/// <param name="At">When a session was last about to open.</param>
internal sealed record LiveRoom(DateTimeOffset At);
