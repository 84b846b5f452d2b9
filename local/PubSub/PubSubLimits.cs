namespace Serverless.Local.PubSub;

/// <summary>Bounds of one resource and of each connection. Every one of them is memory that a client could otherwise make us hold.</summary>
public sealed record PubSubLimits
{
    /// <summary>Clients at the same time, in all hubs. A unit of the service takes 1,000.</summary>
    public int Connections { get; init; } = 100_000;

    /// <summary>Bytes of one WebSocket message or REST body; larger is close code 1009 or status 413.</summary>
    public int FrameBytes { get; init; } = 1024 * 1024;

    /// <summary>Messages that a reliable session may leave unacknowledged.</summary>
    public int BufferedMessages { get; init; } = 1000;

    /// <summary>Bytes that a reliable session may leave unacknowledged.</summary>
    public long BufferedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Frames that may wait for a slow socket. Above <see cref="BufferedMessages"/>, or a replay would not fit.
    /// </summary>
    public int QueuedFrames { get; init; } = 2000;

    /// <summary>Bytes that may wait for a slow socket.</summary>
    public long QueuedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Acknowledged ackIds that are remembered to recognise a repeat.</summary>
    public int RememberedAcks { get; init; } = 1000;
}
