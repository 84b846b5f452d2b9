using System.Collections.Concurrent;
using Serverless.Interop.Linux;
using Serverless.Interop.OpenSsl;
using Serverless.Load.Measure;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Load.Peers;

/// <summary>A share of the participants, and the thread that sends, receives and times for them.</summary>
internal sealed class PeerThread : IDisposable
{
    private const int LongestSleepMilliseconds = 5;

    private readonly Clock _clock;
    private readonly OpenSslDtlsFactory _dtls = new(TimeProvider.System);
    private readonly ReceiveBatch _batch = new();
    private readonly SocketPoll _poll = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly Dictionary<ulong, Peer> _peers = [];
    private readonly PriorityQueue<Peer, long> _deadlines = new();
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];
    private readonly Thread _thread;
    private ulong _lastToken;
    private volatile bool _stopping;

    public PeerThread(int index, Clock clock)
    {
        _clock = clock;
        _thread = new Thread(Run) { Name = $"peers {index}", IsBackground = true };
        _thread.Start();
    }

    public Counters Counters { get; } = new();

    /// <summary>Makes a participant who can offer; <see cref="Add"/> brings it to life.</summary>
    public Peer Create(PeerPlan plan) => new(plan, _dtls, Counters, _buffer);

    /// <summary>From any thread.</summary>
    public void Add(Peer peer, Action<Instant> start) => _commands.Enqueue(() =>
    {
        _peers.Add(++_lastToken, peer);
        _poll.Add(peer.Socket, _lastToken);
        start(_clock.Now);
        Schedule(peer);
    });

    /// <summary>From any thread.</summary>
    public void Tell(Peer peer, Action<Peer, Instant> what) => _commands.Enqueue(() =>
    {
        what(peer, _clock.Now);
        Schedule(peer);
    });

    /// <summary>From any thread: the participant leaves.</summary>
    public void Remove(Peer peer) => _commands.Enqueue(() =>
    {
        var token = _peers.FirstOrDefault(pair => pair.Value == peer).Key;
        if (token != 0)
        {
            _peers.Remove(token);
            peer.Close();
            peer.Dispose();
        }
    });

    /// <summary>All leave, and the thread ends.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _poll.Dispose();
        _batch.Dispose();
        _dtls.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            while (_commands.TryDequeue(out var command))
            {
                command();
            }

            var ready = _poll.Take(Sleep());
            var now = _clock.Now;
            for (var index = 0; index < ready; index++)
            {
                if (_peers.TryGetValue(_poll.Token(index), out var peer))
                {
                    Receive(now, peer);
                    now = _clock.Now;
                }
            }

            RunDeadlines(now);
        }

        foreach (var peer in _peers.Values)
        {
            peer.Close();
            peer.Dispose();
        }
    }

    private int Sleep()
    {
        if (!_deadlines.TryPeek(out _, out var next))
        {
            return LongestSleepMilliseconds;
        }

        var microseconds = next - _clock.Now.Microseconds;
        return (int)Math.Clamp((microseconds + 999) / 1000, 0, LongestSleepMilliseconds);
    }

    private void Receive(Instant now, Peer peer)
    {
        var count = _batch.Receive(peer.Socket);
        for (var index = 0; index < count; index++)
        {
            peer.Handle(now, _batch.From(index), _batch.Packet(index));
        }

        Schedule(peer);
    }

    private void RunDeadlines(Instant now)
    {
        while (_deadlines.TryPeek(out var peer, out var at) && at <= now.Microseconds)
        {
            _deadlines.Dequeue();

            // An entry that a nearer one overtook says nothing.
            if (!peer.IsClosed && peer.Scheduled.Microseconds == at)
            {
                peer.Scheduled = Instant.Never;
                peer.HandleTimeout(now);
                Schedule(peer);
            }
        }
    }

    private void Schedule(Peer peer)
    {
        var deadline = peer.NextDeadline;
        if (deadline < peer.Scheduled)
        {
            peer.Scheduled = deadline;
            _deadlines.Enqueue(peer, deadline.Microseconds);
        }
    }
}
