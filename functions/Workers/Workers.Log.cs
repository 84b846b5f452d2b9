namespace Serverless.Functions.Workers;

internal static partial class WorkersLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Warning, Message = "Worker {WorkerId} does not answer ({Problem})")]
    public static partial void Unreachable(this ILogger logger, string workerId, string problem);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "An answer of worker {WorkerId} cannot be read")]
    public static partial void Unreadable(this ILogger logger, string workerId);
}
