using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Rtc.Tests.Sfu.Crossing;

/// <summary>Another engine that only listens, and says what a test tells it to.</summary>
internal sealed class FakeNeighbour(int shard) : INeighbour
{
    private readonly Queue<CrossingMessage> _waiting = new();

    public int Shard { get; } = shard;

    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>What it was told, oldest first.</summary>
    public List<CrossingMessage> Told { get; } = [];

    /// <summary>The packets that it got.</summary>
    public List<CrossingPacket> Crossed { get; } = [];

    /// <summary>So many packets are the way there; as with a real one, half of it is for sound alone.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    public void Say(CrossingMessage message) => _waiting.Enqueue(message);

    public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo)
    {
        if (Crossed.Count >= (isVideo ? Capacity / 2 : Capacity))
        {
            return false;
        }

        Crossed.Add(packet);
        return true;
    }

    public void Tell(CrossingMessage message) => Told.Add(message);

    public void Flush()
    {
    }

    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes)
    {
        packet = default;
        bytes = default;
        return _waiting.TryDequeue(out message);
    }
}
