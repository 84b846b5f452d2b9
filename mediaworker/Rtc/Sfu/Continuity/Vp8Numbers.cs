using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>The counters of a VP8 payload descriptor as the receiver is to see them.</summary>
/// <param name="PictureId">15 bits; a source with seven gets the lower seven.</param>
/// <param name="BaseLayerIndex">TL0PICIDX.</param>
/// <param name="KeyIndex">KEYIDX, 5 bits.</param>
internal readonly record struct Vp8Numbers(ushort PictureId, byte BaseLayerIndex, byte KeyIndex)
{
    /// <summary>Writes those that the descriptor has; the payload is a copy of what was parsed.</summary>
    public void WriteTo(Span<byte> payload, in Vp8Payload parsed)
    {
        parsed.WritePictureId(payload, PictureId);
        parsed.WriteBaseLayerIndex(payload, BaseLayerIndex);
        if (parsed.KeyIndex is not null)
        {
            // The octet shared by TID, Y and KEYIDX is the descriptor's last (RFC 7741 §4.2).
            ref var shared = ref payload[parsed.DescriptorLength - 1];
            shared = (byte)((shared & 0xE0) | (KeyIndex & 0x1F));
        }
    }
}
