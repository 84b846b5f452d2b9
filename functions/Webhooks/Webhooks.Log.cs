namespace Serverless.Functions.Webhooks;

internal static partial class WebhooksLog
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Error, Message = "A room's webhooks were not sent; the sweep repeats it")]
    public static partial void DispatchFailed(this ILogger logger, Exception problem);
}
