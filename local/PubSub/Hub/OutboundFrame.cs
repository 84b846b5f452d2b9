namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What waits in a socket's queue: either a shared message with this connection's sequence id, or a control frame.
/// </summary>
internal readonly struct OutboundFrame
{
    private OutboundFrame(PubSubMessage? message, ulong sequenceId, ReadOnlyMemory<byte> control)
    {
        Message = message;
        SequenceId = sequenceId;
        Control = control;
    }

    public PubSubMessage? Message { get; }

    /// <summary>Zero on protocols that have none.</summary>
    public ulong SequenceId { get; }

    public ReadOnlyMemory<byte> Control { get; }

    public int Size => Message?.Envelope.Length ?? Control.Length;

    public static OutboundFrame Of(PubSubMessage message, ulong sequenceId) => new(message, sequenceId, default);

    public static OutboundFrame Of(ReadOnlyMemory<byte> control) => new(null, 0, control);
}
