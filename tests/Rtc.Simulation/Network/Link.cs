using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Network;

/// <summary>
/// One direction of a link: says when, and how often, a datagram arrives. It holds no datagrams and no clock, so a relay on
/// real sockets can use it as well.
/// </summary>
public sealed class Link(Netem netem, Random random)
{
    public const int MaximumCopies = 2;

    private Instant _freeAt;
    private Instant _newestArrival;
    private bool _isBad;

    /// <summary>May be replaced while datagrams are in flight.</summary>
    public Netem Netem { get; set; } = netem;

    /// <param name="now">When it is sent.</param>
    /// <param name="length">Of its payload, in bytes.</param>
    /// <param name="arrivals">Room for <see cref="MaximumCopies"/>.</param>
    /// <returns>How many copies arrive.</returns>
    public int Transmit(Instant now, int length, Span<Instant> arrivals)
    {
        if (IsLost() || !TryQueue(now, length, out var sent))
        {
            return 0;
        }

        var arrival = sent + Netem.Latency + (Netem.Jitter * random.NextDouble());
        if (Happens(Netem.Reorder))
        {
            arrival += Netem.ReorderDelay;
        }
        else
        {
            arrival = arrival < _newestArrival ? _newestArrival : arrival;
            _newestArrival = arrival;
        }

        arrivals[0] = arrival;
        if (!Happens(Netem.Duplicate))
        {
            return 1;
        }

        arrivals[1] = arrival + TimeSpan.FromMilliseconds(1);
        return 2;
    }

    /// <summary>Of a datagram that is sent now.</summary>
    public TimeSpan QueueingDelay(Instant now) => _freeAt > now ? _freeAt - now : TimeSpan.Zero;

    private bool IsLost()
    {
        if (Netem.Burst is { } burst)
        {
            _isBad = _isBad ? !Happens(burst.ToGood) : Happens(burst.ToBad);
            if (_isBad && Happens(burst.LossWhenBad))
            {
                return true;
            }
        }

        return Happens(Netem.Loss);
    }

    /// <summary>When the last bit is on the wire; false when the queue is full.</summary>
    private bool TryQueue(Instant now, int length, out Instant sent)
    {
        sent = now;
        if (Netem.Rate is not { } rate)
        {
            return true;
        }

        var start = _freeAt < now ? now : _freeAt;
        if ((rate * (start - now)).Bytes + length > Netem.Queue.Bytes)
        {
            return false;
        }

        _freeAt = start + (new DataSize(length) / rate);
        sent = _freeAt;
        return true;
    }

    private bool Happens(double probability) => probability > 0 && random.NextDouble() < probability;
}
