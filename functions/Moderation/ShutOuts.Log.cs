namespace Serverless.Functions.Moderation;

internal static partial class ShutOutsLog
{
    [LoggerMessage(2102, LogLevel.Warning, "Web PubSub did not close the connections of those who were put out ({Kind}).")]
    public static partial void ShutOutsStayOpen(this ILogger<ShutOuts> logger, string kind);
}
