using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The room's messages, on their way to the right group.</summary>
internal sealed class RoomOutbox(ISignaling signaling, string roomId)
{
    private readonly string _feed = Groups.Feed(roomId);

    public void ToAll(FeedMessage frame) => signaling.Send(_feed, Bytes(frame), Delivery.Feed);

    public void To(string connectionKey, WorkerMessage message) =>
        signaling.Send(Groups.Private(connectionKey), Bytes(message), Delivery.Direct);

    /// <summary>The message was wrong or not allowed.</summary>
    public void Refuse(string connectionKey, string code, string message, string? id = null, TimeSpan? retryAfter = null) =>
        To(connectionKey, new ErrorMessage(code, message, Fault.Caller, id, Seconds(retryAfter)));

    /// <summary>The message was fine, but we cannot do it now.</summary>
    public void Fail(string connectionKey, string code, string message, string? id, TimeSpan retryAfter) =>
        To(connectionKey, new ErrorMessage(code, message, Fault.Server, id, Seconds(retryAfter)));

    private static int? Seconds(TimeSpan? time) => time is { } t ? Math.Max(1, (int)Math.Ceiling(t.TotalSeconds)) : null;

    private static byte[] Bytes(WorkerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, SignalingJson.Default.WorkerMessage);
}
