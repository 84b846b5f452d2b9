namespace Serverless.Contracts.Rest;

/// <summary>The stable <c>code</c> of a problem (RFC 9457). A client branches on these, never on the text.</summary>
public static class ProblemCodes
{
    public const string InvalidJson = "invalid_json";
    public const string InvalidRequest = "invalid_request";
    public const string BodyTooLarge = "body_too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";

    public const string TokenMissing = "token_missing";
    public const string TokenInvalid = "token_invalid";
    public const string TokenExpired = "token_expired";
    public const string ApiKeyUnknown = "api_key_unknown";
    public const string TenantDisabled = "tenant_disabled";
    public const string PermissionsInvalid = "permissions_invalid";
    public const string PermissionDenied = "permission_denied";
    public const string SignInWrong = "sign_in_wrong";
    public const string SignInExpired = "sign_in_expired";
    public const string RoleForbidden = "role_forbidden";
    public const string WrongRoom = "wrong_room";
    public const string WrongParticipant = "wrong_participant";
    public const string ParticipantNotAllowed = "participant_not_allowed";
    public const string PublishForbidden = "publish_forbidden";
    public const string ParticipantRemoved = "participant_removed";
    public const string ParticipantBanned = "participant_banned";
    public const string EntryDenied = "entry_denied";
    public const string LobbyFull = "lobby_full";

    public const string TicketInvalid = "ticket_invalid";
    public const string TicketExpired = "ticket_expired";
    public const string SessionEnded = "session_ended";

    public const string InviteNotFound = "invite_not_found";
    public const string InviteExpired = "invite_expired";
    public const string InviteUsedUp = "invite_used_up";

    public const string RoomNotFound = "room_not_found";
    public const string RoomClosed = "room_closed";
    public const string SessionNotFound = "session_not_found";
    public const string ParticipantNotFound = "participant_not_found";
    public const string Conflict = "conflict";
    public const string NotBuilt = "not_built";

    public const string WebhookLimit = "webhook_limit";

    public const string OfferMissing = "offer_missing";
    public const string InvalidSdp = "invalid_sdp";
    public const string NoUsableCodec = "no_usable_codec";
    public const string UnsupportedOffer = "unsupported_offer";

    public const string WhipSessionNotFound = "whip_session_not_found";
    public const string PreconditionFailed = "precondition_failed";
    public const string PreconditionRequired = "precondition_required";

    public const string NoCapacity = "no_capacity";
    public const string WorkerUnavailable = "worker_unavailable";
    public const string StorageUnavailable = "storage_unavailable";
    public const string SignalingUnavailable = "signaling_unavailable";
    public const string StaleEpoch = "stale_epoch";
    public const string StaleSequence = "stale_sequence";
    public const string RateLimited = "rate_limited";
    public const string Internal = "internal";
}
