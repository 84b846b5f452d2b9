namespace Serverless.Worker.Media;

internal static partial class ShardLog
{
    [LoggerMessage(300, LogLevel.Error, "A turn of a shard failed; the rest of its batch is lost.")]
    public static partial void TurnFailed(this ILogger log, Exception exception);
}
