namespace Serverless.Contracts.Rest;

/// <summary>202 of join: nothing is wrong, ask again after <paramref name="RetryAfterSeconds"/>.</summary>
/// <param name="State"><c>starting</c>: the first worker is not up yet. <c>waiting</c>: a moderator has not answered yet.</param>
/// <param name="RetryAfterSeconds">When to ask again.</param>
/// <param name="EntryId">waiting: repeat the join with this id.</param>
public sealed record JoinPendingResponse(string State, int RetryAfterSeconds, string? EntryId = null);
