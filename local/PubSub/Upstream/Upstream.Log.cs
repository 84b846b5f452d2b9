namespace Serverless.Local.PubSub.Upstream;

internal static partial class UpstreamLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The event handler at {Url} does not allow this service (WebHook-Allowed-Origin); its events are held back")]
    public static partial void HandlerRefuses(this ILogger logger, string url);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event {Type} was not handled; the last status was {Status}")]
    public static partial void EventFailed(this ILogger logger, string type, int status);
}
