using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>The counters of a VP9 payload descriptor as the receiver is to see them.</summary>
/// <param name="PictureId">15 bits; a source with seven gets the lower seven.</param>
/// <param name="BaseLayerIndex">TL0PICIDX.</param>
/// <param name="EndsPicture">The packet is the last that the receiver gets of its picture: the RTP marker.</param>
internal readonly record struct Vp9Numbers(ushort PictureId, byte BaseLayerIndex, bool EndsPicture)
{
    /// <summary>Writes those that the descriptor has; the payload is a copy of what was parsed.</summary>
    public void WriteTo(Span<byte> payload, in Vp9Payload parsed)
    {
        parsed.WritePictureId(payload, PictureId);
        parsed.WriteBaseLayerIndex(payload, BaseLayerIndex);
    }
}
