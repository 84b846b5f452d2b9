using System.Collections.Concurrent;
using Serverless.Load.Measure;
using Serverless.Load.Net;
using Serverless.Rtc.Units;

namespace Serverless.Load.Peers;

/// <summary>A share of the participants, and the thread that sends, receives and times for them.</summary>
internal sealed class PeerThread : IDisposable
{
    private const int LongestSleepMilliseconds = 5;

    private readonly Clock _clock;
    private readonly ISeats _seats;
    private readonly PeerShare _share = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly HashSet<Peer> _peers = [];
    private readonly Thread _thread;
    private volatile bool _stopping;

    public PeerThread(int index, Clock clock, ISeats seats)
    {
        _clock = clock;
        _seats = seats;
        _thread = new Thread(Run) { Name = $"peers {index}", IsBackground = true };
        _thread.Start();
    }

    public Counters Counters => _share.Counters;

    /// <inheritdoc cref="ISeats.Reaches"/>
    public bool Reaches(UdpAddress address) => _seats.Reaches(address);

    /// <summary>Makes a participant who can offer; <see cref="Add"/> brings it to life.</summary>
    public Peer Create(PeerPlan plan) => new(plan, _share, _seats.Open(plan.Number));

    /// <summary>From any thread.</summary>
    public void Add(Peer peer, Action<Instant> start) => _commands.Enqueue(() =>
    {
        _peers.Add(peer);
        _seats.Add(peer.Seat, peer);
        start(_clock.Now);
        _share.Schedule.Advance(peer, peer.NextDeadline);
    });

    /// <summary>From any thread.</summary>
    public void Tell(Peer peer, Action<Peer, Instant> what) => _commands.Enqueue(() =>
    {
        what(peer, _clock.Now);
        _share.Schedule.Advance(peer, peer.NextDeadline);
    });

    /// <summary>From any thread: the participant leaves.</summary>
    public void Remove(Peer peer) => _commands.Enqueue(() =>
    {
        if (_peers.Remove(peer))
        {
            peer.Close();
            _seats.Remove(peer.Seat);
            peer.Dispose();
        }
    });

    /// <summary>All leave, and the thread ends.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _seats.Dispose();
        _share.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            Turn();
        }

        foreach (var peer in _peers)
        {
            peer.Close();
            peer.Dispose();
        }
    }

    private void Turn()
    {
        while (_commands.TryDequeue(out var command))
        {
            command();
        }

        _seats.Receive(Sleep(), _clock);
        _share.Schedule.Run(_clock.Now);
    }

    private int Sleep()
    {
        var next = _share.Schedule.Next;
        return next == Instant.Never
            ? LongestSleepMilliseconds
            : (int)Math.Clamp((next.Microseconds - _clock.Now.Microseconds + 999) / 1000, 0, LongestSleepMilliseconds);
    }
}
