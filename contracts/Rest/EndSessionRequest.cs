namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/sessions/end.</summary>
public sealed record EndSessionRequest(string RoomId, string? SessionId = null);
