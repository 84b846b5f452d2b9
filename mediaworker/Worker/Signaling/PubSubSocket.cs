using System.Buffers;
using System.Net.WebSockets;

namespace Serverless.Worker.Signaling;

/// <summary>Why a socket's loops ended.</summary>
internal enum SocketEnd
{
    /// <summary>The path broke or the service went away: the connection may be recovered.</summary>
    Lost,

    /// <summary>Close 1008: the connection is no longer known.</summary>
    Refused,
}

/// <summary>One open WebSocket: a loop that reads, a loop that writes, and one that watches for silence.</summary>
internal sealed class PubSubSocket(
    WebSocket socket,
    OutgoingQueue queue,
    SequenceAcks acks,
    Action<ServerFrame> received,
    PubSubLinkOptions options,
    TimeProvider time)
{
    // The service cuts a client's message off at 1 MB; its own envelope comes on top.
    private const int LongestFrame = 2 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly long _opened = time.GetTimestamp();
    private long _lastReceived;

    public long BadFrames { get; private set; }

    private TimeSpan Now => time.GetElapsedTime(_opened);

    /// <summary>Runs until the socket is of no more use, or until <paramref name="stopping"/>, when it flushes and says goodbye.</summary>
    public async Task<SocketEnd> RunAsync(CancellationToken stopping)
    {
        using var ending = new CancellationTokenSource();
        using var flushing = stopping.Register(() =>
        {
            queue.Wake();
            ending.CancelAfter(options.FlushTimeout);
        });
        var reading = ReadAsync(ending.Token);
        var writing = WriteAsync(stopping, ending.Token);
        Task[] loops = [reading, writing, WatchAsync(ending.Token)];
        await Task.WhenAny(loops);
        if (writing.IsCompletedSuccessfully && socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Cut off before the service answers, the connection could take the goodbye with it.
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var refused = socket.CloseStatus == WebSocketCloseStatus.PolicyViolation;
        socket.Abort();
        return refused ? SocketEnd.Refused : SocketEnd.Lost;
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var input = new ArrayBufferWriter<byte>(16 * 1024);
        while (true)
        {
            var result = await socket.ReceiveAsync(input.GetMemory(8 * 1024), cancellation);
            Volatile.Write(ref _lastReceived, Now.Ticks);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            input.Advance(result.Count);
            if (input.WrittenCount > LongestFrame)
            {
                return;
            }

            if (result.EndOfMessage)
            {
                Handle(input.WrittenMemory);
                input.ResetWrittenCount();
            }
        }
    }

    private void Handle(ReadOnlyMemory<byte> utf8)
    {
        if (!ServerFrameParser.TryParse(utf8, out var frame))
        {
            BadFrames++;
            return;
        }

        if (frame is ServerFrame.Message { SequenceId: > 0 } message)
        {
            var isNew = acks.Receive(message.SequenceId, Now);
            if (acks.IsFull || acks.HasOne)
            {
                queue.Wake();
            }

            if (!isNew)
            {
                return;
            }
        }

        received(frame);
    }

    /// <summary>Ends by itself when the link stops and the service has confirmed everything.</summary>
    private async Task WriteAsync(CancellationToken stopping, CancellationToken cancellation)
    {
        var nextPing = Now + options.PingInterval;
        while (!stopping.IsCancellationRequested || !queue.IsEmpty)
        {
            if (acks.TryTake(Now, out var sequenceId))
            {
                ClientFrames.SequenceAck(_output, sequenceId);
            }
            else if (Now >= nextPing)
            {
                nextPing = Now + options.PingInterval;
                _output.Write(ClientFrames.Ping);
            }
            else if (queue.TryTake(out var item))
            {
                item!.WriteTo(_output);
            }
            else
            {
                var due = acks.NextDue ?? nextPing;
                await queue.WaitAsync(Until(due < nextPing ? due : nextPing), cancellation);
                continue;
            }

            await FlushAsync(cancellation);
        }
    }

    /// <summary>In whole milliseconds, rounded up: a semaphore cuts fractions off and would end its wait too early.</summary>
    private TimeSpan Until(TimeSpan due) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (due - Now).TotalMilliseconds)));

    private async Task FlushAsync(CancellationToken cancellation)
    {
        await socket.SendAsync(_output.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        _output.ResetWrittenCount();
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        while (Now - new TimeSpan(Volatile.Read(ref _lastReceived)) < options.SilenceLimit)
        {
            await Task.Delay(options.SilenceLimit / 10, time, cancellation);
        }
    }
}
