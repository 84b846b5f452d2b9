using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>REMB (draft-alvestrand-rmcat-remb-03 §2.2): the receiver's estimate of the whole path's bit rate.</summary>
public readonly ref struct ReceiverEstimate
{
    private const int FixedLength = 16;
    private const uint Identifier = 0x5245_4D42;

    private readonly ReadOnlySpan<byte> _sources;

    private ReceiverEstimate(Ssrc sender, Bitrate bitrate, ReadOnlySpan<byte> sources)
    {
        Sender = sender;
        Bitrate = bitrate;
        _sources = sources;
    }

    public Ssrc Sender { get; }

    public Bitrate Bitrate { get; }

    /// <summary>How many streams share the estimate.</summary>
    public int Count => _sources.Length / 4;

    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_sources[(4 * index)..]));

    public static bool TryParse(RtcpPacket packet, out ReceiverEstimate estimate)
    {
        estimate = default;
        var body = packet.Body;
        if (!packet.Is(RtcpType.PayloadFeedback, RtcpFormat.ApplicationLayer)
            || body.Length < FixedLength
            || BinaryPrimitives.ReadUInt32BigEndian(body[8..]) != Identifier)
        {
            return false;
        }

        var end = FixedLength + (4 * body[12]);
        if (end > body.Length)
        {
            return false;
        }

        estimate = new ReceiverEstimate(
            new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(body)),
            ReadBitrate(BinaryPrimitives.ReadUInt32BigEndian(body[12..])),
            body[FixedLength..end]);
        return true;
    }

    /// <summary>18 bits of mantissa under a 6-bit exponent; what 63 bits cannot hold is as good as infinite.</summary>
    private static Bitrate ReadBitrate(uint field)
    {
        var exponent = (int)(field >> 18) & 0x3F;
        var mantissa = (Int128)(field & 0x3_FFFF) << exponent;
        return new Bitrate((long)Int128.Min(mantissa, long.MaxValue));
    }
}
