using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Rtc.Tests.Sfu.Crossing;

/// <summary>One way between two engines of one thread, in memory that is taken once.</summary>
internal sealed class TestWay
{
    private const int Capacity = 64;

    private readonly byte[][] _bytes = [.. Enumerable.Range(0, Capacity).Select(_ => new byte[1500])];
    private readonly (CrossingMessage? Message, CrossingPacket Packet, int Length)[] _entries =
        new (CrossingMessage?, CrossingPacket, int)[Capacity];
    private int _written;
    private int _flushed;
    private int _read;

    public bool HasWaiting => _read < _flushed;

    public void Write(CrossingMessage? message, in CrossingPacket packet, ReadOnlySpan<byte> bytes)
    {
        Assert.True(_written - _read < Capacity);
        var place = _written++ % Capacity;
        bytes.CopyTo(_bytes[place]);
        _entries[place] = (message, packet, bytes.Length);
    }

    public void Flush() => _flushed = _written;

    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes)
    {
        (message, packet) = (null, default);
        bytes = default;
        if (!HasWaiting)
        {
            return false;
        }

        var place = _read++ % Capacity;
        (message, packet, var length) = _entries[place];
        bytes = _bytes[place].AsSpan(0, length);
        return true;
    }

    /// <summary>The engine at the way's end, as the one at its beginning sees it.</summary>
    public static INeighbour Neighbour(int shard, TestWay there, TestWay back) => new End(shard, there, back);

    private sealed class End(int shard, TestWay there, TestWay back) : INeighbour
    {
        public int Shard { get; } = shard;

        public bool HasWaiting => back.HasWaiting;

        public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo)
        {
            there.Write(null, packet, bytes);
            return true;
        }

        public void Tell(CrossingMessage message) => there.Write(message, default, default);

        public void Flush() => there.Flush();

        public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes) =>
            back.TryRead(out message, out packet, out bytes);
    }
}
