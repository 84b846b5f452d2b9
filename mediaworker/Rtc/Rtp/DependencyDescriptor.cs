using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// A packet's dependency descriptor (AV1 RTP specification, appendix A), with what its template says filled in. Made by
/// a
/// <see cref="DependencyReader"/>.
/// </summary>
public readonly record struct DependencyDescriptor
{
    /// <summary>Of what every packet has; the rest is there where it says something new.</summary>
    internal const int MandatoryLength = 3;

    private const byte StructureFlag = 0x80;
    private const int OffsetShift = 5;

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

    /// <summary>Puts other numbers into a copy of the extension.</summary>
    /// <param name="extension">One that a <see cref="DependencyReader"/> could read.</param>
    /// <param name="frameNumber">In place of <see cref="FrameNumber"/>.</param>
    /// <param name="templateShift">Added to the id of the template, and to where the ids of a structure begin, modulo 64.</param>
    public static void WriteNumbers(Span<byte> extension, ushort frameNumber, byte templateShift)
    {
        const int idMask = DependencyStructure.TemplateIds - 1;
        extension[0] = (byte)((extension[0] & ~idMask) | ((extension[0] + templateShift) & idMask));
        BinaryPrimitives.WriteUInt16BigEndian(extension[1..], frameNumber);
        if (extension.Length > MandatoryLength && (extension[MandatoryLength] & StructureFlag) != 0)
        {
            // template_id_offset: the six bits after five flags.
            var flagsAndOffset = BinaryPrimitives.ReadUInt16BigEndian(extension[MandatoryLength..]);
            var offset = ((flagsAndOffset >> OffsetShift) + templateShift) & idMask;
            var others = flagsAndOffset & ~(idMask << OffsetShift);
            BinaryPrimitives.WriteUInt16BigEndian(extension[MandatoryLength..], (ushort)(others | (offset << OffsetShift)));
        }
    }
}
