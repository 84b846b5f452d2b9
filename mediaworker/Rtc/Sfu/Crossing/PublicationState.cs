using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>A publication, as another engine needs to know it.</summary>
/// <param name="Number">Its own.</param>
/// <param name="Section">What was agreed on with its publisher.</param>
/// <param name="Source">What it is.</param>
/// <param name="Voice">The number of its voice: its own, or that of the transport before; 0 for video.</param>
/// <param name="HasPackets">Something came of it, if only on the transport before.</param>
/// <param name="Codec">Of its newest packet.</param>
/// <param name="IsDeclaredOff">Its publisher said that it is muted or over.</param>
/// <param name="Layers">By their places in the offer.</param>
internal sealed record PublicationState(
    uint Number,
    ReceiveSection Section,
    MediaSource Source,
    uint Voice,
    bool HasPackets,
    CodecKind? Codec,
    bool IsDeclaredOff,
    IReadOnlyList<LayerState> Layers);
