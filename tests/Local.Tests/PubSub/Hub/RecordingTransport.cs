using System.Buffers;
using System.Text;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.Tests.PubSub.Hub;

/// <summary>A transport without a socket: keeps what the hub told it, up to a capacity.</summary>
internal sealed class RecordingTransport(
    ClientProtocol protocol = ClientProtocol.ReliableJson, int capacity = int.MaxValue) : IClientTransport
{
    private readonly List<string> _frames = [];

    public IReadOnlyList<string> Frames => _frames;

    /// <summary>Only messages, without acks and system frames.</summary>
    public IEnumerable<string> Messages =>
        _frames.Where(frame => frame.StartsWith("""{"type":"message",""", StringComparison.Ordinal));

    public CloseReason? Closed { get; private set; }

    public bool Aborted { get; private set; }

    public bool TryEnqueue(OutboundFrame frame)
    {
        if (_frames.Count >= capacity)
        {
            return false;
        }

        var output = new ArrayBufferWriter<byte>();
        FrameComposer.Compose(frame, protocol, output);
        _frames.Add(Encoding.UTF8.GetString(output.WrittenSpan));
        return true;
    }

    public void Close(CloseReason reason) => Closed ??= reason;

    public void Abort() => Aborted = true;
}
