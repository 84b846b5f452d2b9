namespace Serverless.Functions.Sweeping;

internal static partial class SweepingLog
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Error, Message = "A sweep failed; the next one repeats it")]
    public static partial void SweepFailed(this ILogger logger, Exception problem);
}
