using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>Measures at which rate the packets of a probe left and arrived.</summary>
internal sealed class ProbeMeter
{
    /// <summary>Clusters under way at a time, at most; a power of two.</summary>
    private const int Clusters = 4;

    /// <summary>Part of the packets that must arrive.</summary>
    private const double Enough = 0.8;

    /// <summary>Arriving slower than this part of the sent rate is saturation.</summary>
    private const double Keeps = 0.9;

    /// <summary>What is left of a saturated path's rate so that its queue can drain.</summary>
    private const double Utilisation = 0.95;

    /// <summary>Arriving this much faster than sent means that something held the packets back and let them go at once.</summary>
    private const double HighestCompression = 2;

    private readonly Run[] _runs = new Run[Clusters];

    public void Begin(in ProbeCluster cluster) => _runs[cluster.Id % Clusters] = new Run { Id = cluster.Id };

    public void NoteSent(byte cluster, Instant now, int bytes)
    {
        ref var run = ref _runs[cluster % Clusters];
        if (run.Id == cluster)
        {
            run.FirstSent = run.Sent == 0 ? now : run.FirstSent;
            run.LastSent = now;
            run.LastSentBytes = bytes;
            run.SentBytes += bytes;
            run.Sent++;
        }
    }

    /// <summary>No more packets will be sent for it.</summary>
    public void End(byte cluster)
    {
        ref var run = ref _runs[cluster % Clusters];
        run.IsComplete |= run.Id == cluster;
    }

    public void NoteArrival(byte cluster, TimeSpan arrival, int bytes)
    {
        ref var run = ref _runs[cluster % Clusters];
        if (run.Id != cluster || run.Id == 0)
        {
            return;
        }

        if (run.Received == 0 || arrival < run.FirstArrival)
        {
            run.FirstArrival = arrival;
            run.FirstArrivalBytes = bytes;
        }

        run.LastArrival = arrival > run.LastArrival ? arrival : run.LastArrival;
        run.ReceivedBytes += bytes;
        run.Received++;
    }

    /// <summary>A result that has become known; each is given once.</summary>
    public bool TryTake(out ProbeResult result)
    {
        result = default;
        foreach (ref var run in _runs.AsSpan())
        {
            if (run.Id != 0 && run.IsComplete && run.Received >= run.Sent * Enough)
            {
                result = Measure(run);
                run = default;
                return true;
            }
        }

        return false;
    }

    private static ProbeResult Measure(in Run run)
    {
        // The interval between n packets carries n − 1 of them: the last to leave, the first to arrive do not count.
        var sent = new DataSize(run.SentBytes - run.LastSentBytes) / (run.LastSent - run.FirstSent);
        var received = new DataSize(run.ReceivedBytes - run.FirstArrivalBytes) / (run.LastArrival - run.FirstArrival);
        if (run.Received < ProbeCluster.MinimumPackets - 1
            || sent == Bitrate.Zero
            || received == Bitrate.Zero
            || received > sent * HighestCompression)
        {
            return ProbeResult.Inconclusive(run.Id);
        }

        var isSaturated = received < sent * Keeps;
        var rate = isSaturated ? received * Utilisation : received < sent ? received : sent;
        return new ProbeResult(run.Id, rate, isSaturated);
    }

    private struct Run
    {
        public byte Id;
        public bool IsComplete;
        public int Sent;
        public int SentBytes;
        public int LastSentBytes;
        public Instant FirstSent;
        public Instant LastSent;
        public int Received;
        public int ReceivedBytes;
        public int FirstArrivalBytes;
        public TimeSpan FirstArrival;
        public TimeSpan LastArrival;
    }
}
