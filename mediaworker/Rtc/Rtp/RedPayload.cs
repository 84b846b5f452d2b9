using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// Redundant audio (RFC 2198): the frame that the packet is for, the primary one, after copies of earlier frames. A
/// view of the payload; nothing is copied.
/// </summary>
public readonly ref struct RedPayload
{
    /// <summary>
    /// Of a redundant block: F, payload type, 14 bits of timestamp offset, 10 bits of length (RFC 2198 §3).
    /// </summary>
    public const int HeaderLength = 4;

    /// <summary>Of the primary block: F and payload type.</summary>
    private const int LastHeaderLength = 1;

    /// <summary>Browsers send one or two; each is for another lost packet in a row.</summary>
    private const int MaximumRedundant = 8;

    private readonly ReadOnlySpan<byte> _payload;

    private RedPayload(ReadOnlySpan<byte> payload, int redundantCount, int primaryStart)
    {
        _payload = payload;
        RedundantCount = redundantCount;
        Primary = payload[primaryStart..];
    }

    /// <summary>What a receiver without RED gets, under its own payload type.</summary>
    public ReadOnlySpan<byte> Primary { get; }

    public byte PrimaryPayloadType => (byte)(_payload[RedundantCount * HeaderLength] & 0x7F);

    public int RedundantCount { get; }

    public static bool TryParse(ReadOnlySpan<byte> payload, out RedPayload parsed)
    {
        parsed = default;
        var count = 0;
        var lengths = 0;
        var position = 0;
        while (position < payload.Length && (payload[position] & 0x80) != 0)
        {
            if (count == MaximumRedundant || payload.Length - position < HeaderLength)
            {
                return false;
            }

            lengths += BlockLength(payload[position..]);
            position += HeaderLength;
            count++;
        }

        var primaryStart = position + LastHeaderLength + lengths;

        // An empty primary block would be a frame of no bytes, which Opus does not have.
        if (primaryStart >= payload.Length)
        {
            return false;
        }

        parsed = new RedPayload(payload, count, primaryStart);
        return true;
    }

    /// <param name="age">1 for the latest frame before the primary one, up to <see cref="RedundantCount"/>.</param>
    public RedBlock Redundant(int age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(age, RedundantCount);

        // The oldest stands first on the wire; counted from the primary block, each ends where a later one begins.
        var end = _payload.Length - Primary.Length;
        for (var later = RedundantCount - 1; later > RedundantCount - age; later--)
        {
            end -= BlockLength(_payload[(later * HeaderLength)..]);
        }

        var header = _payload[((RedundantCount - age) * HeaderLength)..];
        var length = BlockLength(header);
        return new RedBlock(
            (byte)(header[0] & 0x7F),
            BinaryPrimitives.ReadUInt16BigEndian(header[1..]) >> 2,
            _payload[(end - length)..end]);
    }

    /// <summary>The copy of a lost frame, if this packet has one.</summary>
    /// <param name="timestampOffset">How far the lost frame lies before this packet, in ticks of the RTP clock.</param>
    /// <param name="data">Of the frame; not empty.</param>
    public bool TryRecover(int timestampOffset, out ReadOnlySpan<byte> data)
    {
        data = default;
        for (var age = 1; age <= RedundantCount; age++)
        {
            var block = Redundant(age);
            if (block.TimestampOffset == timestampOffset
                && block.PayloadType == PrimaryPayloadType
                && !block.Data.IsEmpty)
            {
                data = block.Data;
                return true;
            }
        }

        return false;
    }

    private static int BlockLength(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[2..]) & 0x3FF;
}
