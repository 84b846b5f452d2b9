namespace Serverless.Functions.Sessions;

internal static partial class SocketClosingLog
{
    [LoggerMessage(2101, LogLevel.Warning, "Web PubSub did not close the connections of those who are out ({Kind}).")]
    public static partial void SocketsStayOpen(this ILogger<SocketClosing> logger, string kind);
}
