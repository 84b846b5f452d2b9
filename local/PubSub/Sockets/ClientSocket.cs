using System.Buffers;
using System.Net.WebSockets;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>The sending half of a client's WebSocket: a bounded queue and the one loop that writes it out.</summary>
internal sealed class ClientSocket : IClientTransport, IDisposable
{
    /// <summary>A buffer that once held a big frame is not kept for the small ones that follow.</summary>
    private const int KeptBufferBytes = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly ClientProtocol _protocol;
    private readonly OutboundQueue _queue;
    private readonly TimeSpan _closeGrace;
    private readonly CancellationTokenSource _abort;
    private readonly TimeProvider _time;
    private volatile StrongReason? _closing;
    private ArrayBufferWriter<byte> _buffer = new(512);

    public ClientSocket(WebSocket socket, ClientProtocol protocol, PubSubEmulatorOptions options, TimeProvider time)
    {
        _socket = socket;
        _protocol = protocol;
        _time = time;
        _queue = new OutboundQueue(options.Limits);
        _closeGrace = options.CloseGrace;
        _abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Cancelled when the socket is to be dropped; both loops end with it.</summary>
    public CancellationToken Aborted => _abort.Token;

    public bool TryEnqueue(OutboundFrame frame) => _queue.TryEnqueue(frame);

    public void Close(CloseReason reason)
    {
        _closing ??= new StrongReason(reason);
        _queue.Complete();
        _abort.CancelAfter(_closeGrace);
    }

    public void Abort() =>
        // Not Cancel(): the loops would continue on this stack, under the caller's lock.
        _ = _abort.CancelAsync();

    /// <summary>Runs until <see cref="Close"/> has been carried out or the socket is lost. Never throws.</summary>
    public async Task SendAllAsync()
    {
        try
        {
            while (await _queue.WaitAsync(Aborted))
            {
                while (_queue.TryDequeue(out var frame))
                {
                    await SendAsync(frame);
                }
            }

            if (_closing is { Reason: var reason }
                && _socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                var text = CloseText.Truncate(reason.Text);
                await _socket.CloseOutputAsync((WebSocketCloseStatus)reason.Code, text, Aborted);
            }
        }
        catch (Exception exception) when (SocketFailure.Is(exception))
        {
            // The receiving loop sees the same failure and reports it to the hub.
            _socket.Abort();
        }
    }

    public void Dispose() => _abort.Dispose();

    private async ValueTask SendAsync(OutboundFrame frame)
    {
        if (frame.Message?.Expires <= _time.GetUtcNow())
        {
            return;
        }

        _buffer.ResetWrittenCount();
        FrameComposer.Compose(frame, _protocol, _buffer);
        var type = FrameComposer.IsBinary(frame, _protocol) ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        await _socket.SendAsync(_buffer.WrittenMemory, type, endOfMessage: true, Aborted);
        if (_buffer.Capacity > KeptBufferBytes)
        {
            _buffer = new ArrayBufferWriter<byte>(512);
        }
    }

    private sealed record StrongReason(CloseReason Reason);
}
