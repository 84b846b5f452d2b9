using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// The bytes of a stream's newest packets, in blocks that are filled one after the other and used again when all in them is
/// old. It has as many as the stream's rate needs, so a small layer costs little and a large one does not forget too early.
/// </summary>
internal sealed class PayloadStore
{
    private const int BlockSize = 16 * 1024;

    /// <summary>Two seconds of 8 Mbit/s; a faster stream is remembered for less.</summary>
    private const int MaximumBlocks = 128;

    /// <summary>Nobody waits longer for a repair.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    /// <summary>In the order of filling, from <see cref="_present"/> on round the list.</summary>
    private readonly List<Block> _blocks = [];
    private int _present = -1;
    private int _used;

    /// <summary>Bytes held, used or not.</summary>
    public int Capacity => _blocks.Count * BlockSize;

    /// <summary>Keeps a copy of a packet's payload and of what belongs to it, which is far below a block.</summary>
    public StoredPayload Add(Instant now, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> more)
    {
        var length = payload.Length + more.Length;
        if (_present < 0 || length > BlockSize - _used)
        {
            Advance(now);
        }

        var block = _blocks[_present];
        var place = new StoredPayload(block, block.Turn, _used, length);
        payload.CopyTo(block.Bytes.AsSpan(_used));
        more.CopyTo(block.Bytes.AsSpan(_used + payload.Length));
        _used += length;
        block.NewestAt = now;
        return place;
    }

    /// <summary>Lets go of all memory.</summary>
    public void Clear()
    {
        _blocks.ForEach(block => block.Turn++);
        _blocks.Clear();
        _present = -1;
    }

    private void Advance(Instant now)
    {
        _used = 0;
        var next = _blocks.Count == 0 ? 0 : (_present + 1) % _blocks.Count;
        if (_blocks.Count > 0 && (now - _blocks[next].NewestAt > Lifetime || _blocks.Count == MaximumBlocks))
        {
            _present = next;
            _blocks[next].Turn++;
            return;
        }

        _present++;
        _blocks.Insert(_present, new Block());
    }

    /// <summary>A piece of memory; what was in it before it was used again is known by the turn.</summary>
    internal sealed class Block
    {
        public byte[] Bytes { get; } = new byte[BlockSize];

        public int Turn { get; set; }

        public Instant NewestAt { get; set; }
    }
}
