namespace Serverless.Worker.Signaling;

internal sealed partial class PubSubLink
{
    [LoggerMessage(1000, LogLevel.Information, "Web PubSub: a new connection is up, {Groups} groups joined again")]
    private static partial void LogUp(ILogger logger, int groups);

    [LoggerMessage(1001, LogLevel.Information, "Web PubSub: the connection is recovered on a new socket")]
    private static partial void LogRecovered(ILogger logger);

    [LoggerMessage(1002, LogLevel.Warning,
        "Web PubSub: socket ended ({End}); {BadFrames} frames unreadable on it, {Dropped} messages dropped so far")]
    private static partial void LogSocketEnded(ILogger logger, SocketEnd end, long badFrames, long dropped);

    [LoggerMessage(1003, LogLevel.Warning, "Web PubSub: connecting failed ({Kind})")]
    private static partial void LogConnectFailed(ILogger logger, string kind);

    [LoggerMessage(1004, LogLevel.Warning, "Web PubSub: functions gave no address to connect to")]
    private static partial void LogNoUrl(ILogger logger);

    [LoggerMessage(1005, LogLevel.Warning, "Web PubSub: a request was refused ({Error})")]
    private static partial void LogRefused(ILogger logger, string error);

    [LoggerMessage(1006, LogLevel.Warning, "Web PubSub: groups could not be joined again ({Kind})")]
    private static partial void LogNotRejoined(ILogger logger, string kind);

    [LoggerMessage(1007, LogLevel.Error, "Web PubSub: a message to {Group} of {Bytes} bytes is too long and was dropped")]
    private static partial void LogTooLong(ILogger logger, string group, int bytes);

    [LoggerMessage(1008, LogLevel.Error,
        "Web PubSub: two sockets broke on a message to {Group} of {Bytes} bytes; it was dropped")]
    private static partial void LogBreaksSockets(ILogger logger, string group, int bytes);
}
