using Serverless.Load.Measure;
using Serverless.Load.Net;
using Serverless.Load.Peers;
using Serverless.Load.Rest;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Scenarios;

/// <summary>Everybody in the room, spread over the generator's threads; joins and leaves.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly RestClient _rest;
    private readonly string _roomId;
    private readonly JoinVia _via;
    private readonly PeerThread[] _threads;
    private readonly Queue<(PeerThread Thread, Peer Peer)> _viewers = new();
    private readonly List<(PeerThread Thread, Peer Peer)> _hosts = [];
    private readonly Lock _lock = new();
    private long _joined;
    private long _failures;
    private string? _lastFailure;

    public Crowd(RestClient rest, string roomId, LoadOptions options)
    {
        _rest = rest;
        _roomId = roomId;
        _via = options.Via;
        _threads =
        [
            .. Enumerable.Range(0, options.Threads).Select(index => new PeerThread(index, Clock, options.SharesSockets ? new SharedSeats() : new OwnSeats())),
        ];
    }

    public Clock Clock { get; } = new();

    public IEnumerable<Counters> Counters => _threads.Select(thread => thread.Counters);

    /// <summary>HTTP calls of joins, from request to answer.</summary>
    public Histogram JoinTimes { get; } = new();

    public long Joined => Interlocked.Read(ref _joined);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>What the last refused join was told.</summary>
    public string? LastFailure => _lastFailure;

    public string? Cipher
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Select(viewer => viewer.Peer.Cipher).FirstOrDefault(cipher => cipher is not null);
            }
        }
    }

    /// <summary>How many viewers came how far.</summary>
    public IReadOnlyDictionary<PeerStage, int> Stages
    {
        get
        {
            lock (_lock)
            {
                return _viewers.CountBy(viewer => viewer.Peer.Stage).ToDictionary();
            }
        }
    }

    public long Connected => Counters.Sum(counters => counters.Connected);

    public long Playing => Counters.Sum(counters => counters.Playing);

    /// <summary>Joins everybody, evenly over a time; returns when all calls were answered.</summary>
    public async Task JoinAsync(IReadOnlyList<PeerPlan> plans, TimeSpan over, CancellationToken cancellation)
    {
        var start = Clock.Now;
        var joins = new List<Task>();
        for (var index = 0; index < plans.Count; index++)
        {
            var wait = start + (over * ((double)index / plans.Count)) - Clock.Now;
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, cancellation);
            }

            joins.Add(JoinAsync(plans[index], cancellation));
        }

        await Task.WhenAll(joins);
    }

    public void Tell(Action<Peer, Instant> everyHost)
    {
        lock (_lock)
        {
            _hosts.ForEach(host => host.Thread.Tell(host.Peer, everyHost));
        }
    }

    /// <summary>The viewer who has been there longest goes.</summary>
    public void DropViewer()
    {
        lock (_lock)
        {
            if (_viewers.TryDequeue(out var viewer))
            {
                viewer.Thread.Remove(viewer.Peer);
            }
        }
    }

    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }

    private async Task JoinAsync(PeerPlan plan, CancellationToken cancellation)
    {
        // Off the caller's thread: making an offer and reading an answer take their time, and others are to join meanwhile.
        await Task.Yield();
        var thread = _threads[plan.Number % _threads.Length];
        var peer = thread.Create(plan);
        var asked = Clock.Now;
        try
        {
            var answer = Read(await _rest.EnterAsync(_roomId, plan, peer.Offer(), _via, cancellation), thread);
            lock (_lock)
            {
                JoinTimes.Add((Clock.Now - asked).Ticks / TimeSpan.TicksPerMicrosecond);
                if (plan.IsHost)
                {
                    _hosts.Add((thread, peer));
                }
                else
                {
                    _viewers.Enqueue((thread, peer));
                }
            }

            Interlocked.Increment(ref _joined);
            thread.Add(peer, now => peer.Start(now, asked, answer));
        }
        catch (Exception problem) when (problem is RestFailure or HttpRequestException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            peer.Dispose();
            Interlocked.Increment(ref _failures);
            _lastFailure = problem.Message;
        }
    }

    private static ClientAnswer Read(string sdp, PeerThread thread)
    {
        if (!SessionDescription.TryParse(sdp, out var description, out var error)
            || !ClientAnswer.TryRead(description, out var answer, out error))
        {
            throw new RestFailure($"The SDP answer cannot be used: {error}");
        }

        return answer.Candidates.Any(candidate => candidate.Transport == CandidateTransport.Udp
            && thread.Reaches(UdpAddress.FromEndPoint(candidate.Endpoint)))
            ? answer
            : throw new RestFailure("--sockets shared is for a system on this machine, whose media come from 127.0.0.1.");
    }
}
