using System.Collections.Concurrent;
using Serverless.Interop.Linux;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Srtp;
using Serverless.Rtc.Units;
using Serverless.Worker.Media.Crossing;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Media;

/// <summary>
/// One thread, one UDP port, its share of the TCP port's connections, and the participants on it. Nothing of a shard is touched by
/// another thread: whoever wants something posts a command, and packets for other shards go through rings (<see cref="ShardLink"/>).
/// </summary>
/// <remarks>
/// A turn of the loop: sleep until a datagram, a command or a deadline; read the clock; carry out commands; take batches of
/// datagrams and of what other shards sent, and send what each causes; likewise what streams brought; run what is due.
/// </remarks>
internal sealed class Shard : IDisposable
{
    /// <summary>Batches in a row before commands and deadlines get their turn.</summary>
    private const int BatchesPerTurn = 8;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly UdpSocket _socket;
    private readonly TcpPeers? _streams;
    private readonly Poller _poller;
    private readonly ReceiveBatch _received;
    private readonly SendBatch _sent;
    private readonly MediaEngine _engine;
    private readonly ConcurrentQueue<Action<MediaEngine, Instant>> _commands = new();
    private readonly Thread _thread;
    private readonly ILogger _log;
    private volatile bool _stopping;
    private volatile EngineSnapshot _totals;
    private Instant _nextTotals;

    public Shard(
        int index,
        UdpSocket socket,
        TcpPeers? streams,
        IReadOnlyList<INeighbour> neighbours,
        IDtlsEngineFactory dtls,
        ISrtpCipherFactory ciphers,
        IMediaEngineEvents events,
        RandomBytes random,
        ILogger log)
    {
        Index = index;
        _log = log;
        _socket = socket;
        _streams = streams;
        _poller = new Poller(_socket, streams?.Poll);
        _received = new ReceiveBatch(_socket);
        _sent = new SendBatch(_socket);
        _engine = new MediaEngine(
            new MediaEngineConfig(MonotonicClock.UnixMicrosecondsAtZero) { Shard = index, Neighbours = neighbours },
            dtls,
            ciphers,
            new SocketSink(_sent, streams),
            events,
            random);
        _totals = _engine.Totals();
        _thread = new Thread(Run) { Name = $"shard {index}", IsBackground = true, Priority = ThreadPriority.AboveNormal };
    }

    public int Index { get; }

    public int Port => _socket.LocalAddress.Port;

    /// <summary>What the engine did, as of a second ago or so.</summary>
    public EngineSnapshot Totals => _totals;

    /// <summary>Packets that went no further; the value may be a moment old.</summary>
    public long Dropped(DropReason reason) => reason switch
    {
        DropReason.SocketFull => _sent.Dropped,
        DropReason.NotSendable => _sent.Refused,
        _ => _engine.Drops[reason] + (_streams?.Drops[reason] ?? 0),
    };

    public void Start() => _thread.Start();

    /// <summary>A connection whose first check is for this shard, and what came on it so far.</summary>
    public void Adopt(TcpStream stream, byte[] received) =>
        Post((engine, now) => _streams!.Adopt(now, stream, received, engine));

    /// <summary>From any thread: something waits for the shard.</summary>
    public void Wake() => _poller.Wake();

    public void Post(Action<MediaEngine, Instant> command)
    {
        _commands.Enqueue(command);
        _poller.Wake();
    }

    public Task<T> RunAsync<T>(Func<MediaEngine, Instant, T> command)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post((engine, now) =>
        {
            try
            {
                done.SetResult(command(engine, now));
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <summary>Says good-bye to all peers and ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poller.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _received.Dispose();
        _sent.Dispose();
        _poller.Dispose();
        _streams?.Dispose();
        _socket.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            var happened = Sleep();
            try
            {
                Turn(MonotonicClock.Now, happened);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A bug that one participant meets must not end the rooms of all others.
                _log.TurnFailed(exception);
            }
        }

        _engine.Dispose();
        Flush();
    }

    private void Turn(Instant now, PollResult happened)
    {
        RunCommands(now);
        Receive(now);
        if ((happened & PollResult.Streams) != 0)
        {
            _streams!.Receive(now, _engine);
            _engine.EndBatch(now);
        }

        if (_engine.NextDeadline <= now)
        {
            _engine.HandleTimeout(now);
        }

        if (now >= _nextTotals)
        {
            _nextTotals = now + LongestSleep;
            _totals = _engine.Totals();
        }

        _streams?.HandleTimeout(now);
        Flush();
    }

    private void Flush()
    {
        _sent.Flush();
        _streams?.Flush();
    }

    private PollResult Sleep()
    {
        var deadline = Instant.Min(_engine.NextDeadline, _streams?.NextDeadline ?? Instant.Never);
        var wait = deadline == Instant.Never ? LongestSleep : deadline - MonotonicClock.Now;
        var microseconds = (long)Math.Clamp(wait.TotalMicroseconds, 0, LongestSleep.TotalMicroseconds);
        return _poller.Wait(_commands.IsEmpty ? microseconds : 0);
    }

    private void RunCommands(Instant now)
    {
        while (_commands.TryDequeue(out var command))
        {
            command(_engine, now);
        }
    }

    private void Receive(Instant now)
    {
        for (var batch = 0; batch < BatchesPerTurn; batch++)
        {
            _engine.HandleNeighbours(now);
            var count = _received.Receive();
            for (var index = 0; index < count; index++)
            {
                _engine.HandleDatagram(now, _received.From(index), _received.Packet(index));
            }

            _engine.EndBatch(now);
            Flush();
            if (count < ReceiveBatch.Capacity)
            {
                return;
            }
        }
    }
}
