namespace Serverless.Functions.Workers;

internal static partial class WorkersLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Warning, Message = "Worker {WorkerId} does not answer ({Problem})")]
    public static partial void Unreachable(this ILogger logger, string workerId, string problem);
}
