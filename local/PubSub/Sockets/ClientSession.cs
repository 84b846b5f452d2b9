using System.Net.WebSockets;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>
/// The receiving half of a client's WebSocket. Frames of one connection are handled strictly one at a time, as the
/// service does; a frame that has to wait for something holds up those behind it.
/// </summary>
internal sealed class ClientSession(
    PubSubHub hub,
    ClientConnection connection,
    WebSocket socket,
    ClientSocket transport,
    FrameHandling frames,
    SimpleClientMode simple,
    PubSubLimits limits)
{
    private readonly FrameReader _reader = new(socket, limits.FrameBytes);

    /// <summary>Returns when the socket is closed or lost, and the hub knows.</summary>
    public async Task RunAsync()
    {
        var sending = transport.SendAllAsync();
        var saidGoodbye = false;
        try
        {
            saidGoodbye = await ReceiveAsync();
        }
        catch (Exception exception) when (SocketFailure.Is(exception))
        {
            transport.Abort();
        }
        finally
        {
            hub.HandleTransportLost(connection, transport, saidGoodbye);
            transport.Close(Echo(socket.CloseStatus));
            await sending;
        }
    }

    /// <summary>True when the client closed with 1000, which ends a reliable session at once.</summary>
    private async ValueTask<bool> ReceiveAsync()
    {
        while (true)
        {
            var outcome = await _reader.ReadAsync(transport.Aborted);
            if (outcome == FrameReader.Outcome.Closed)
            {
                return socket.CloseStatus == WebSocketCloseStatus.NormalClosure;
            }

            ClientFrame? frame = null;
            var violation = outcome == FrameReader.Outcome.TooBig ? CloseReason.TooBig(limits.FrameBytes) : Parse(out frame);
            if (violation is { } reason)
            {
                hub.Close(connection, reason);
                await _reader.TryDrainAsync(transport.Aborted);
                return true;
            }

            await frames.HandleAsync(frame!, transport.Aborted);
        }
    }

    /// <summary>The reason to close when the frame breaks the protocol; otherwise there is a frame.</summary>
    private CloseReason? Parse(out ClientFrame? frame)
    {
        frame = null;
        if (connection.Protocol == ClientProtocol.Simple)
        {
            frame = simple.FrameOf(_reader.Message, _reader.IsBinary);
            return null;
        }

        if (_reader.IsBinary)
        {
            return CloseReason.BinaryFrame;
        }

        if (!ClientFrameParser.TryParse(_reader.Message, out frame, out var problem))
        {
            return CloseReason.BadFrame(problem);
        }

        return frame is ClientFrame.SequenceAck && connection.Buffer is null
            ? CloseReason.BadFrame("'sequenceAck' is not part of this subprotocol.")
            : null;
    }

    /// <summary>RFC 6455 section 5.5.1: the answer to a close frame repeats its code, when it has one.</summary>
    private static CloseReason Echo(WebSocketCloseStatus? received)
    {
        var code = received is null or WebSocketCloseStatus.Empty ? CloseCode.Normal : (CloseCode)received;
        return new CloseReason(code, string.Empty);
    }
}
