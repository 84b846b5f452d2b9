using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtp;

/// <summary>A decrypted RTP packet in place (RFC 3550 §5.1). Everything is bounds-checked once, in the parse.</summary>
public readonly ref struct RtpView
{
    public const int FixedHeaderLength = 12;

    /// <summary>In the first byte: there is padding, whose length is the last byte (RFC 3550 §5.1).</summary>
    public const byte PaddingBit = 0x20;

    private readonly ReadOnlySpan<byte> _packet;
    private readonly int _extensionOffset;

    private RtpView(ReadOnlySpan<byte> packet, int extensionOffset, int headerLength, int paddingLength)
    {
        _packet = packet;
        _extensionOffset = extensionOffset;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    public ReadOnlySpan<byte> Packet => _packet;

    public bool Marker => (_packet[1] & 0x80) != 0;

    public PayloadType PayloadType => new((byte)(_packet[1] & 0x7F));

    public RtpSeq Sequence => new(BinaryPrimitives.ReadUInt16BigEndian(_packet[2..]));

    public RtpTime Timestamp => new(BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]));

    public Ssrc Ssrc => new(BinaryPrimitives.ReadUInt32BigEndian(_packet[8..]));

    public int CsrcCount => _packet[0] & 0x0F;

    /// <summary>Fixed header, CSRCs and extension block.</summary>
    public int HeaderLength { get; }

    /// <summary>Padding bytes at the end, with their count; zero when there is none.</summary>
    public int PaddingLength { get; }

    public ReadOnlySpan<byte> Header => _packet[..HeaderLength];

    /// <summary>Without padding. Empty in a packet that only probes or keeps a NAT binding open.</summary>
    public ReadOnlySpan<byte> Payload => _packet[HeaderLength..(_packet.Length - PaddingLength)];

    /// <summary>The elements of the extension block; none when it is absent or of a form we do not know.</summary>
    public RtpExtensions Extensions => _extensionOffset == 0
        ? default
        : new RtpExtensions(_packet[..HeaderLength], _extensionOffset);

    /// <summary>
    /// How long the header is, without a look at payload or padding: all that is readable before decryption.
    /// </summary>
    public static bool TryReadHeaderLength(ReadOnlySpan<byte> packet, out int headerLength) =>
        TryMeasure(packet, out headerLength, out _);

    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpView view)
    {
        view = default;
        if (!TryMeasure(packet, out var headerLength, out var extensionOffset))
        {
            return false;
        }

        var padding = 0;
        if ((packet[0] & PaddingBit) != 0)
        {
            // The count includes itself, so zero is a lie (§5.1).
            padding = packet[^1];
            if (padding == 0 || padding > packet.Length - headerLength)
            {
                return false;
            }
        }

        view = new RtpView(packet, extensionOffset, headerLength, padding);
        return true;
    }

    /// <param name="index">Below <see cref="CsrcCount"/>.</param>
    public Ssrc Csrc(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)CsrcCount);
        return new(BinaryPrimitives.ReadUInt32BigEndian(_packet[(FixedHeaderLength + (4 * index))..]));
    }

    /// <summary>The value of the extension element with this id (RFC 8285).</summary>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        if (TryGetExtensionRange(id, out var offset, out var length))
        {
            value = _packet.Slice(offset, length);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Where in the packet the value is, for a sender that stamps it shortly before the packet leaves.
    /// </summary>
    public bool TryGetExtensionRange(byte id, out int offset, out int length)
    {
        foreach (var element in Extensions)
        {
            if (element.Id == id)
            {
                offset = element.Offset;
                length = element.Value.Length;
                return true;
            }
        }

        offset = 0;
        length = 0;
        return false;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> packet, out int headerLength, out int extensionOffset)
    {
        headerLength = 0;
        extensionOffset = 0;
        if (packet.Length < FixedHeaderLength || packet[0] >> 6 != 2)
        {
            return false;
        }

        var length = FixedHeaderLength + (4 * (packet[0] & 0x0F));
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4)
            {
                return false;
            }

            extensionOffset = length;
            length += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]));
        }

        headerLength = length;
        return length <= packet.Length;
    }
}
