namespace Serverless.Functions.Webhooks;

/// <summary>Row <c>{roomId}</c> in partition <c>due</c> of table <c>hookrooms</c>: the room may have something to tell.</summary>
/// <param name="At">When that was last said.</param>
internal sealed record DueRoom(DateTimeOffset At);
