using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>
/// Sends a probe: media counts towards it as it comes, and what is missing to its rate is filled with retransmissions or
/// padding by the caller.
/// </summary>
internal struct ProbeSender
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Of the time it should take: a picture that leaves at once would be all of a probe, and a run without a length has no rate.
    /// </summary>
    private const double Shortest = 0.5;

    private ProbeCluster _cluster;
    private Instant _start;
    private int _sentBytes;
    private int _sentPackets;

    public readonly bool IsActive => _cluster.Id != 0;

    /// <summary>Tags packets that are sent now; 0 for none.</summary>
    public readonly byte Cluster => _cluster.Id;

    /// <summary>When filling is due again.</summary>
    public readonly Instant NextTimeout => IsActive ? _start + (new DataSize(_sentBytes) / _cluster.Rate) : Instant.Never;

    public void Begin(Instant now, in ProbeCluster cluster)
    {
        _cluster = cluster;
        _start = now;
        _sentBytes = 0;
        _sentPackets = 0;
    }

    /// <summary>What has to be sent now to keep to the probe's rate; at most what leaves in a timer's step.</summary>
    public readonly DataSize FillDue(Instant now)
    {
        if (!IsActive || now < NextTimeout)
        {
            return DataSize.Zero;
        }

        var behind = (_cluster.Rate * (now + Tick - _start)) - new DataSize(_sentBytes);
        var most = _cluster.Rate * (2 * Tick);
        return behind < most ? behind : most;
    }

    /// <summary>True if this packet was the probe's last.</summary>
    public bool PacketSent(Instant now, int bytes)
    {
        if (!IsActive)
        {
            return false;
        }

        _sentBytes += bytes;
        _sentPackets++;
        var length = new DataSize(_cluster.Bytes) / _cluster.Rate;
        if (_sentBytes < _cluster.Bytes || _sentPackets < ProbeCluster.MinimumPackets || now - _start < length * Shortest)
        {
            return false;
        }

        _cluster = default;
        return true;
    }
}
