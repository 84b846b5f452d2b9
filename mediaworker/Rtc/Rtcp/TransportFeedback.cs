using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1). Enumerates every packet it
/// tells of, in the order of sending.
/// </summary>
public readonly ref struct TransportFeedback
{
    internal const int FixedLength = 16;

    /// <summary>The reference time counts 64 ms; a delta 250 µs.</summary>
    internal const int TicksPerReference = 256;

    internal const long MicrosecondsPerTick = 250;

    private readonly ReadOnlySpan<byte> _chunks;
    private readonly ReadOnlySpan<byte> _deltas;

    private TransportFeedback(ReadOnlySpan<byte> body, int chunksLength)
    {
        Sender = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body));
        Media = new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
        BaseSequence = new RtpSeq(BinaryPrimitives.ReadUInt16BigEndian(body[8..]));
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        ReferenceTicks = (BinaryPrimitives.ReadInt32BigEndian(body[12..]) >> 8) * TicksPerReference;
        FeedbackCount = body[15];
        _chunks = body.Slice(FixedLength, chunksLength);
        _deltas = body[(FixedLength + chunksLength)..];
    }

    public Ssrc Sender { get; }

    public Ssrc Media { get; }

    public RtpSeq BaseSequence { get; }

    public int StatusCount { get; }

    /// <summary>Counts feedback packets, so that a lost one is noticed.</summary>
    public byte FeedbackCount { get; }

    /// <summary>24 bits of 64 ms: wraps after about twelve days.</summary>
    public TimeSpan ReferenceTime => TimeSpan.FromMicroseconds(ReferenceTicks * MicrosecondsPerTick);

    private long ReferenceTicks { get; }

    public static bool TryParse(RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        var body = packet.Body;
        if (!packet.Is(RtcpType.TransportFeedback, RtcpFormat.TransportWide)
            || body.Length < FixedLength
            || !TryMeasureChunks(body, out var chunksLength))
        {
            return false;
        }

        feedback = new TransportFeedback(body, chunksLength);
        return true;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// Chunks until all statuses are told of; then their deltas must fit, and no symbol be the reserved one.
    /// </summary>
    private static bool TryMeasureChunks(ReadOnlySpan<byte> body, out int length)
    {
        length = 0;
        var statusesLeft = (int)BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        var rest = body[FixedLength..];
        var deltasLength = 0;
        while (statusesLeft > 0)
        {
            if (rest.Length - length < 2)
            {
                return false;
            }

            var chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(rest[length..]));
            length += 2;
            var told = Math.Min(chunk.Count, statusesLeft);
            statusesLeft -= told;
            if (!chunk.TryMeasureDeltas(told, out var deltas))
            {
                return false;
            }

            deltasLength += deltas;
        }

        return deltasLength <= rest.Length - length;
    }

    public ref struct Enumerator
    {
        private readonly RtpSeq _base;
        private readonly int _count;
        private ReadOnlySpan<byte> _chunks;
        private ReadOnlySpan<byte> _deltas;
        private StatusChunk _chunk;
        private int _chunkIndex;
        private int _index;
        private long _ticks;

        internal Enumerator(TransportFeedback feedback)
        {
            _base = feedback.BaseSequence;
            _count = feedback.StatusCount;
            _chunks = feedback._chunks;
            _deltas = feedback._deltas;
            _ticks = feedback.ReferenceTicks;
        }

        public TransportArrival Current { get; private set; }

        public bool MoveNext()
        {
            if (_index >= _count)
            {
                return false;
            }

            while (_chunkIndex >= _chunk.Count)
            {
                _chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(_chunks));
                _chunks = _chunks[2..];
                _chunkIndex = 0;
            }

            var symbol = _chunk[_chunkIndex++];
            Current = new TransportArrival(_base + _index++, ReadArrival(symbol));
            return true;
        }

        private TimeSpan? ReadArrival(int symbol)
        {
            switch (symbol)
            {
                case StatusChunk.SmallDelta:
                    _ticks += _deltas[0];
                    _deltas = _deltas[1..];
                    break;
                case StatusChunk.LargeDelta:
                    _ticks += BinaryPrimitives.ReadInt16BigEndian(_deltas);
                    _deltas = _deltas[2..];
                    break;
                default:
                    return null;
            }

            return TimeSpan.FromMicroseconds(_ticks * MicrosecondsPerTick);
        }
    }
}
