namespace Serverless.Worker.Rooms;

/// <summary>The stable codes of <c>error</c> messages; docs/protocol.md lists them.</summary>
internal static class ErrorCodes
{
    public const string InvalidMessage = "invalid_message";
    public const string UnsupportedMessage = "unsupported_message";
    public const string ChatForbidden = "chat_forbidden";
    public const string ChatTooFast = "chat_too_fast";
    public const string StatsTooFast = "stats_too_fast";
    public const string LogUnavailable = "log_unavailable";
    public const string PublishForbidden = "publish_forbidden";
    public const string PinForbidden = "pin_forbidden";
    public const string UnsupportedOffer = "unsupported_offer";
}
