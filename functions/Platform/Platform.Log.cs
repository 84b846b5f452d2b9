namespace Serverless.Functions.Platform;

internal static partial class PlatformLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Error, Message = "A call failed with an unexpected error")]
    public static partial void Unhandled(this ILogger logger, Exception problem);
}
