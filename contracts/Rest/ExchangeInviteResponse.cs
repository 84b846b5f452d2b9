namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/invites/{code}/exchange, without a bearer: the code is the secret. Uses it once.</summary>
/// <param name="Token">A participant token for this room only; keep it for reloads.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Role">What the token allows.</param>
/// <param name="ExpiresAt">When the token ends.</param>
/// <param name="Codecs">What pictures may be sent in there; who goes on the stage picks one that the browser sends.</param>
/// <param name="CustomRoomId">The customer's name for the room, to show whoever was invited; absent: it has none.</param>
public sealed record ExchangeInviteResponse(
    string Token, string RoomId, InviteRole Role, DateTimeOffset ExpiresAt, RoomCodecs Codecs, string? CustomRoomId = null);
