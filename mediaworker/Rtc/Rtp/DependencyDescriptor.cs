using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// A packet's dependency descriptor (AV1 RTP specification, appendix A), with what its template says filled in. Made by
/// a
/// <see cref="DependencyReader"/>.
/// </summary>
public readonly record struct DependencyDescriptor
{
    /// <summary>The first packet of its frame.</summary>
    public bool IsStartOfFrame { get; init; }

    /// <summary>
    /// The last packet of its frame; of a picture with several spatial layers, more frames may follow.
    /// </summary>
    public bool IsEndOfFrame { get; init; }

    /// <summary>Rises by one per frame, in the order of decoding.</summary>
    public ushort FrameNumber { get; init; }

    /// <summary>The packet carries a structure: it begins a coded video sequence, so a key frame.</summary>
    public bool StartsSequence { get; init; }

    public byte SpatialId { get; init; }

    public byte TemporalId { get; init; }

    /// <summary>Two bits for each decode target, the first in the lowest bits.</summary>
    public ulong Indications { get; init; }

    public FrameDifferences References { get; init; }

    /// <summary>A bit for each decode target that the publisher produces at present.</summary>
    public uint ActiveTargets { get; init; }

    public DecodeTargetIndication Indication(int target) => (DecodeTargetIndication)((Indications >> (2 * target)) & 3);

    /// <summary>Puts another frame number into a copy of the extension.</summary>
    public static void WriteFrameNumber(Span<byte> extension, ushort frameNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(extension[1..], frameNumber);
}
