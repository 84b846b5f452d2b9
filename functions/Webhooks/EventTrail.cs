namespace Serverless.Functions.Webhooks;

/// <summary>
/// Kept in the row of a session or a person that somebody was told of: what its next event needs, so that who hears the
/// beginning hears the end.
/// </summary>
/// <param name="TenantId">The room's.</param>
/// <param name="RoomTarget">The room's own webhook; null: it has none.</param>
/// <param name="At">Of the newest event.</param>
internal sealed record EventTrail(string TenantId, WebhookTarget? RoomTarget, DateTimeOffset At);
