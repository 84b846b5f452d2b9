using System.Buffers.Binary;
using System.Numerics;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// Enumerates the lost packets (RFC 4585 §6.2.1): pairs of a packet id and a bit mask of the 16 that follow it.
/// </summary>
public readonly ref struct GenericNack
{
    private readonly ReadOnlySpan<byte> _pairs;

    private GenericNack(FeedbackSources sources, ReadOnlySpan<byte> pairs)
    {
        Sender = sources.Sender;
        Media = sources.Media;
        _pairs = pairs;
    }

    public Ssrc Sender { get; }

    /// <summary>The stream that lost them.</summary>
    public Ssrc Media { get; }

    public static bool TryParse(RtcpPacket packet, out GenericNack nack)
    {
        nack = default;
        if (!packet.Is(RtcpType.TransportFeedback, RtcpFormat.GenericNack)
            || !FeedbackSources.TryRead(packet.Body, out var sources))
        {
            return false;
        }

        var pairs = packet.Body[FeedbackSources.EncodedLength..];
        if (pairs.IsEmpty || pairs.Length % 4 != 0)
        {
            return false;
        }

        nack = new GenericNack(sources, pairs);
        return true;
    }

    public Enumerator GetEnumerator() => new(_pairs);

    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private RtpSeq _packetId;
        private ushort _mask;

        internal Enumerator(ReadOnlySpan<byte> pairs) => _rest = pairs;

        public RtpSeq Current { get; private set; }

        public bool MoveNext()
        {
            if (_mask != 0)
            {
                Current = _packetId + 1 + BitOperations.TrailingZeroCount(_mask);
                _mask &= (ushort)(_mask - 1);
                return true;
            }

            if (_rest.Length < 4)
            {
                return false;
            }

            _packetId = new RtpSeq(BinaryPrimitives.ReadUInt16BigEndian(_rest));
            _mask = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            _rest = _rest[4..];
            Current = _packetId;
            return true;
        }
    }
}
