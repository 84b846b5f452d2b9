using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// FIR (RFC 5104 §4.3.1): somebody new needs a key frame. Each entry names a stream and a command number; the same
/// number again is a repetition, not another command.
/// </summary>
public readonly ref struct FullIntraRequest
{
    private const int EntryLength = 8;

    private readonly ReadOnlySpan<byte> _entries;

    private FullIntraRequest(Ssrc sender, ReadOnlySpan<byte> entries)
    {
        Sender = sender;
        _entries = entries;
    }

    public Ssrc Sender { get; }

    public int Count => _entries.Length / EntryLength;

    public FullIntraEntry this[int index]
    {
        get
        {
            var entry = _entries.Slice(index * EntryLength, EntryLength);
            return new FullIntraEntry(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(entry)), entry[4]);
        }
    }

    public static bool TryParse(RtcpPacket packet, out FullIntraRequest request)
    {
        request = default;
        if (!packet.Is(RtcpType.PayloadFeedback, RtcpFormat.FullIntra)
            || !FeedbackSources.TryRead(packet.Body, out var sources))
        {
            return false;
        }

        // The media SSRC of the common part is unused and zero (§4.3.1.2).
        var entries = packet.Body[FeedbackSources.EncodedLength..];
        if (entries.IsEmpty || entries.Length % EntryLength != 0)
        {
            return false;
        }

        request = new FullIntraRequest(sources.Sender, entries);
        return true;
    }
}
