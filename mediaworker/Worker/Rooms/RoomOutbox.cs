using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The room's messages, on their way to the right group.</summary>
internal sealed partial class RoomOutbox(ISignaling signaling, string roomId, ILogger logger)
{
    private readonly string _feed = Groups.Feed(roomId);

    public void ToAll(FeedMessage frame) => Send(_feed, frame, Delivery.Feed);

    public void To(string connectionKey, WorkerMessage message) =>
        Send(Groups.Private(connectionKey), message, Delivery.Direct);

    /// <summary>The message was wrong or not allowed.</summary>
    public void Refuse(string connectionKey, string code, string message, string? id = null, TimeSpan? retryAfter = null) =>
        To(connectionKey, new ErrorMessage(code, message, Fault.Caller, id, Seconds(retryAfter)));

    /// <summary>The message was fine, but we cannot do it now.</summary>
    public void Fail(string connectionKey, string code, string message, string? id, TimeSpan retryAfter) =>
        To(connectionKey, new ErrorMessage(code, message, Fault.Server, id, Seconds(retryAfter)));

    private static int? Seconds(TimeSpan? time) => time is { } t ? Math.Max(1, (int)Math.Ceiling(t.TotalSeconds)) : null;

    /// <summary>
    /// What cannot be written (it holds JSON of others) is left out rather than thrown at whoever says it: the rest of what the
    /// room has to do must not be lost with it.
    /// </summary>
    private void Send(string group, WorkerMessage message, Delivery delivery)
    {
        byte[] bytes;
        try
        {
            bytes = JsonSerializer.SerializeToUtf8Bytes(message, SignalingJson.Default.WorkerMessage);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            LogUnwritable(logger, message.GetType().Name, e);
            return;
        }

        signaling.Send(group, bytes, delivery);
    }

    [LoggerMessage(1230, LogLevel.Error, "A {Message} could not be written")]
    private static partial void LogUnwritable(ILogger logger, string message, Exception exception);
}
