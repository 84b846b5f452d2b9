using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>One way between two engines: what is flushed is there a moment later, as when a thread has to wake.</summary>
internal sealed class SimulatedLink(World world)
{
    private static readonly TimeSpan Delay = TimeSpan.FromMicroseconds(100);

    private readonly List<Item> _written = [];
    private readonly Queue<(Instant At, Item Item)> _flushed = new();

    /// <summary>Packets that wait to be read, at most; null for no limit.</summary>
    public int? Capacity { get; set; }

    /// <summary>Packets that went this way.</summary>
    public long Crossed { get; private set; }

    public Instant NextArrival => _flushed.TryPeek(out var next) ? next.At : Instant.Never;

    public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo)
    {
        var limit = isVideo ? Capacity / 2 : Capacity;
        if (_written.Count + _flushed.Count >= limit)
        {
            return false;
        }

        Crossed++;
        _written.Add(new Item(null, packet, bytes.ToArray()));
        return true;
    }

    public void Tell(CrossingMessage message) => _written.Add(new Item(message, default, []));

    public void Flush()
    {
        _written.ForEach(item => _flushed.Enqueue((world.Now + Delay, item)));
        _written.Clear();
    }

    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes)
    {
        var item = NextArrival <= world.Now ? _flushed.Dequeue().Item : null;
        (message, packet) = (item?.Message, item?.Packet ?? default);
        bytes = item?.Bytes;
        return item is not null;
    }

    private sealed record Item(CrossingMessage? Message, CrossingPacket Packet, byte[] Bytes);
}
