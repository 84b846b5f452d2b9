using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Rtcp;

/// <summary>SDES (RFC 3550 §6.5). Enumerates the items of all chunks, each with its source.</summary>
public readonly ref struct SourceDescription
{
    private readonly ReadOnlySpan<byte> _chunks;
    private readonly int _chunkCount;

    private SourceDescription(ReadOnlySpan<byte> chunks, int chunkCount)
    {
        _chunks = chunks;
        _chunkCount = chunkCount;
    }

    /// <summary>True only when every chunk is whole.</summary>
    public static bool TryParse(RtcpPacket packet, out SourceDescription description)
    {
        description = default;
        if (packet.Type != RtcpType.SourceDescription)
        {
            return false;
        }

        var whole = new SourceDescription(packet.Body, packet.Count);
        var items = whole.GetEnumerator();
        while (items.MoveNext())
        {
        }

        if (items.IsMalformed)
        {
            return false;
        }

        description = whole;
        return true;
    }

    /// <summary>CNAME: the same for all streams of one participant that share a clock (RFC 7022).</summary>
    public bool TryGetCanonicalName(Ssrc source, out ReadOnlySpan<byte> name)
    {
        foreach (var item in this)
        {
            if (item.Source == source && item.Type == SdesItemType.CanonicalName)
            {
                name = item.Value;
                return true;
            }
        }

        name = default;
        return false;
    }

    public Enumerator GetEnumerator() => new(_chunks, _chunkCount);

    public ref struct Enumerator
    {
        private SpanReader _reader;
        private int _chunksLeft;
        private Ssrc _source;
        private bool _inChunk;

        internal Enumerator(ReadOnlySpan<byte> chunks, int count)
        {
            _reader = new SpanReader(chunks);
            _chunksLeft = count;
        }

        public SdesItem Current { get; private set; }

        internal bool IsMalformed { get; private set; }

        public bool MoveNext()
        {
            while (_inChunk || _chunksLeft > 0)
            {
                if (!_inChunk && !TryBeginChunk())
                {
                    return false;
                }

                if (!_reader.TryReadU8(out var type))
                {
                    return Stop();
                }

                if (type == (byte)SdesItemType.End)
                {
                    // A chunk ends with one to four zeros, on a 32-bit boundary.
                    _inChunk = false;
                    if (!_reader.TrySkip(-_reader.Position & 3))
                    {
                        return Stop();
                    }

                    continue;
                }

                if (!_reader.TryReadU8(out var length) || !_reader.TryReadBytes(length, out var value))
                {
                    return Stop();
                }

                Current = new SdesItem(_source, (SdesItemType)type, value);
                return true;
            }

            return false;
        }

        private bool TryBeginChunk()
        {
            _chunksLeft--;
            if (!_reader.TryReadU32(out var source))
            {
                return Stop();
            }

            _source = new Ssrc(source);
            _inChunk = true;
            return true;
        }

        private bool Stop()
        {
            IsMalformed = true;
            _inChunk = false;
            _chunksLeft = 0;
            return false;
        }
    }
}
