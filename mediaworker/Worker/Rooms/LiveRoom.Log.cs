namespace Serverless.Worker.Rooms;

internal sealed partial class LiveRoom
{
    [LoggerMessage(1210, LogLevel.Error, "The media plane failed on an offer")]
    private static partial void LogMediaFailed(ILogger logger, Exception exception);
}
