using System.Buffers;

namespace Serverless.Worker.Signaling;

/// <summary>A request to the service that is answered with an acknowledgement.</summary>
internal abstract class Outgoing
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Given when first written and kept over repeats, by which the service recognises them.</summary>
    public ulong AckId { get; set; }

    /// <summary>Sockets that broke while this was the oldest without an acknowledgement.</summary>
    public int Breaks { get; set; }

    public string Group { get; }

    /// <summary>The service confirmed it.</summary>
    public Task Done => _done.Task;

    private Outgoing(string group) => Group = group;

    public abstract void WriteTo(IBufferWriter<byte> output);

    /// <param name="error">The service's name of the error. A Duplicate was carried out when it came first.</param>
    public void Complete(string? error)
    {
        if (error is null or "Duplicate")
        {
            _done.TrySetResult();
            return;
        }

        _done.TrySetException(new PubSubRefusedException(error));
        _ = _done.Task.Exception; // Nobody may be waiting, and that is no unobserved failure.
    }

    internal sealed class Join(string group) : Outgoing(group)
    {
        public override void WriteTo(IBufferWriter<byte> output) => ClientFrames.JoinGroup(output, Group, AckId);
    }

    /// <summary>A join that brings a new connection where the old one was; the next new connection has its own.</summary>
    internal sealed class Rejoin(string group) : Outgoing(group)
    {
        public override void WriteTo(IBufferWriter<byte> output) => ClientFrames.JoinGroup(output, Group, AckId);
    }

    internal sealed class Leave(string group) : Outgoing(group)
    {
        public override void WriteTo(IBufferWriter<byte> output) => ClientFrames.LeaveGroup(output, Group, AckId);
    }

    internal sealed class Send(string group, ReadOnlyMemory<byte> json, Delivery delivery) : Outgoing(group)
    {
        public Delivery Delivery => delivery;

        /// <summary>In bytes, without the envelope.</summary>
        public int Length => json.Length;

        public override void WriteTo(IBufferWriter<byte> output) =>
            ClientFrames.SendToGroup(output, Group, AckId, json.Span);
    }
}
