using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Network;

/// <summary>What one direction of a link does to datagrams. The default is a perfect link.</summary>
public sealed record Netem
{
    public static readonly Netem Perfect = new();

    /// <summary>One way.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Added to the latency, between zero and this; datagrams queue behind one another and so stay in order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Probability that a datagram is lost, independently of others.</summary>
    public double Loss { get; init; }

    /// <summary>Losses that come together; null for none.</summary>
    public BurstLoss? Burst { get; init; }

    /// <summary>Probability that a datagram is held back by <see cref="ReorderDelay"/>, so that later ones overtake it.</summary>
    public double Reorder { get; init; }

    public TimeSpan ReorderDelay { get; init; }

    /// <summary>Probability that a datagram arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Null for no limit.</summary>
    public Bitrate? Rate { get; init; }

    /// <summary>What waits before a limited rate; what does not fit is dropped at the tail.</summary>
    public DataSize Queue { get; init; } = new(64 * 1024);

    /// <summary>A bottleneck of that rate, whose queue takes 300 ms of it.</summary>
    public Netem Narrowed(Bitrate rate) => this with { Rate = rate, Queue = rate * TimeSpan.FromMilliseconds(300) };

    public static Netem WithRoundTrip(TimeSpan roundTrip) => new() { Latency = roundTrip / 2 };
}
