using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Network;

/// <summary>
/// Datagrams in flight, in the order of their arrival. Each node but those in the middle (servers) has an access link; a
/// datagram goes up the sender's and down the receiver's.
/// </summary>
public sealed class VirtualNetwork(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<UdpAddress, Attachment> _attachments = [];
    private readonly PriorityQueue<Flight, (Instant At, long Order)> _flights = new(
        Comparer<(Instant At, long Order)>.Create(static (left, right) =>
            left.At == right.At ? left.Order.CompareTo(right.Order) : left.At.CompareTo(right.At)));
    private long _sent;

    /// <summary>Called for every datagram that arrives; may change it.</summary>
    public Action<UdpAddress, UdpAddress, byte[]>? Tap { get; set; }

    /// <summary>What does not pass is lost; null lets everything pass.</summary>
    public DatagramFilter? Filter { get; set; }

    public Instant NextArrival => _flights.TryPeek(out _, out var key) ? key.At : Instant.Never;

    public void Attach(UdpAddress address, INode node, Netem? up = null, Netem? down = null) =>
        _attachments.Add(
            address,
            new Attachment(
                node,
                new Link(up ?? Netem.Perfect, new Random(_random.Next())),
                new Link(down ?? Netem.Perfect, new Random(_random.Next()))));

    /// <summary>The node's NAT gave it another address: what goes to the old one is lost.</summary>
    public void Rebind(UdpAddress before, UdpAddress after)
    {
        _attachments.Remove(before, out var attachment);
        _attachments.Add(after, attachment!);
    }

    public void Detach(UdpAddress address) => _attachments.Remove(address);

    public void Impair(UdpAddress address, Netem? up, Netem? down)
    {
        var attachment = _attachments[address];
        attachment.Up.Netem = up ?? attachment.Up.Netem;
        attachment.Down.Netem = down ?? attachment.Down.Netem;
    }

    /// <summary>Both receive over the first one's link.</summary>
    public void ShareDown(UdpAddress first, UdpAddress second) =>
        _attachments[second] = _attachments[second] with { Down = _attachments[first].Down };

    /// <summary>Others send that much to somebody behind the same link.</summary>
    public void Load(Instant now, UdpAddress receiver, int bytes)
    {
        Span<Instant> arrivals = stackalloc Instant[Link.MaximumCopies];
        _attachments[receiver].Down.Transmit(now, bytes, arrivals);
    }

    /// <summary>How long what is sent to it now waits for its link.</summary>
    public TimeSpan QueueingDelay(Instant now, UdpAddress receiver) => _attachments[receiver].Down.QueueingDelay(now);

    public void Send(Instant now, UdpAddress from, UdpAddress to, ReadOnlySpan<byte> datagram)
    {
        if (!_attachments.TryGetValue(from, out var sender))
        {
            return;
        }

        if (Filter?.Invoke(datagram) == false)
        {
            return;
        }

        var copy = datagram.ToArray();
        Span<Instant> arrivals = stackalloc Instant[Link.MaximumCopies];
        foreach (var arrival in arrivals[..sender.Up.Transmit(now, copy.Length, arrivals)])
        {
            Enqueue(arrival, new Flight(from, to, copy, IsDown: false));
        }
    }

    /// <summary>A datagram out of nowhere, as an attacker sends it.</summary>
    public void Inject(Instant now, UdpAddress from, UdpAddress to, ReadOnlySpan<byte> datagram) =>
        Enqueue(now, new Flight(from, to, datagram.ToArray(), IsDown: true));

    /// <summary>The next datagram that has arrived by now at a node.</summary>
    public bool TryDeliver(Instant now, out INode node, out UdpAddress from, out byte[] datagram)
    {
        Span<Instant> arrivals = stackalloc Instant[Link.MaximumCopies];
        while (NextArrival <= now)
        {
            var flight = _flights.Dequeue();
            if (!_attachments.TryGetValue(flight.To, out var receiver))
            {
                continue;
            }

            if (!flight.IsDown)
            {
                foreach (var arrival in arrivals[..receiver.Down.Transmit(now, flight.Datagram.Length, arrivals)])
                {
                    Enqueue(arrival, flight with { IsDown = true });
                }

                continue;
            }

            (node, from) = (receiver.Node, flight.From);

            // A duplicate shares the bytes, and receivers decrypt in place.
            datagram = flight.Datagram.AsSpan().ToArray();
            Tap?.Invoke(flight.From, flight.To, datagram);
            return true;
        }

        (node, from, datagram) = (null!, default, []);
        return false;
    }

    private void Enqueue(Instant at, Flight flight) => _flights.Enqueue(flight, (at, _sent++));

    private sealed record Attachment(INode Node, Link Up, Link Down);

    private readonly record struct Flight(UdpAddress From, UdpAddress To, byte[] Datagram, bool IsDown);
}
