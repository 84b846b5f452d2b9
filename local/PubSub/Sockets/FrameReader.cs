using System.Net.WebSockets;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>Reads whole WebSocket messages up to a limit into one buffer that grows when needed.</summary>
internal sealed class FrameReader(WebSocket socket, int limit)
{
    private const int UsualBytes = 4 * 1024;

    private byte[] _buffer = new byte[UsualBytes];
    private int _length;

    /// <summary>The message of the last <see cref="ReadAsync"/>, until the next one.</summary>
    public ReadOnlySpan<byte> Message => _buffer.AsSpan(0, _length);

    /// <summary>True for binary; meaningful after <see cref="Outcome.Message"/>.</summary>
    public bool IsBinary { get; private set; }

    public enum Outcome
    {
        Message,
        TooBig,
        Closed,
    }

    public async ValueTask<Outcome> ReadAsync(CancellationToken cancellation)
    {
        _length = 0;
        if (_buffer.Length > UsualBytes)
        {
            _buffer = new byte[UsualBytes];
        }

        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(_length), cancellation);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return Outcome.Closed;
            }

            _length += result.Count;
            if (_length > limit)
            {
                return Outcome.TooBig;
            }

            if (result.EndOfMessage)
            {
                IsBinary = result.MessageType == WebSocketMessageType.Binary;
                return Outcome.Message;
            }

            if (_length == _buffer.Length)
            {
                // One byte above the limit is enough to see that a message is too big.
                Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, limit + 1));
            }
        }
    }

    /// <summary>Throws messages away until the peer closes or is lost. Never throws.</summary>
    public async ValueTask TryDrainAsync(CancellationToken cancellation)
    {
        try
        {
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            }
            while (result.MessageType != WebSocketMessageType.Close);
        }
        catch (Exception exception) when (SocketFailure.Is(exception))
        {
            socket.Abort();
        }
    }
}
