namespace Serverless.Contracts.Rest;

/// <summary>
/// POST /v2/rooms/{roomId}/leave. The ticket is in the body since <c>navigator.sendBeacon</c>, the only call a closing tab
/// can make, sends no headers; the content type may be text/plain for the same reason.
/// </summary>
public sealed record LeaveRequest(string Ticket);
