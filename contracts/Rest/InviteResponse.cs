namespace Serverless.Contracts.Rest;

/// <param name="Code">Short and unguessable; what a link carries.</param>
/// <param name="RoomId">The room it opens.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Uses">How often it was exchanged.</param>
/// <param name="MaxUses">Absent: without limit.</param>
public sealed record InviteResponse(
    string Code, string RoomId, InviteRole Role, DateTimeOffset ExpiresAt, int Uses, int? MaxUses = null);
