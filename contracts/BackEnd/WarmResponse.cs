namespace Serverless.Contracts.BackEnd;

/// <summary>202 of POST /v2/rooms/{roomId}/warm: a worker is kept or started for the next 15 minutes.</summary>
/// <param name="State"><c>ready</c>: one has room now. <c>starting</c>: ask again, or just join.</param>
/// <param name="RetryAfterSeconds">starting: when to ask again.</param>
public sealed record WarmResponse(string State, int? RetryAfterSeconds = null);
