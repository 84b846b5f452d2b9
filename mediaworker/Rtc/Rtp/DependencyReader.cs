namespace Serverless.Rtc.Rtp;

/// <summary>
/// Reads the dependency descriptors of one source. Most are three bytes and mean something only by the structure that
/// came with the last key frame, which the reader keeps.
/// </summary>
public sealed class DependencyReader
{
    private DependencyStructure _present = new();
    private DependencyStructure _spare = new();
    private uint _activeTargets;

    /// <summary>Null until a packet has carried one. Changes with each key frame.</summary>
    public DependencyStructure? Structure { get; private set; }

    /// <summary>
    /// False for what is malformed, and for packets of a structure that the reader does not know (any more).
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> extension, out DependencyDescriptor descriptor)
    {
        descriptor = default;
        if (extension.Length < DependencyDescriptor.MandatoryLength)
        {
            return false;
        }

        var reader = new BitReader(extension);
        descriptor = new DependencyDescriptor { IsStartOfFrame = reader.ReadFlag(), IsEndOfFrame = reader.ReadFlag() };
        var templateId = (int)reader.Read(6);
        descriptor = descriptor with { FrameNumber = (ushort)reader.Read(16) };
        var structure = Structure;
        var active = _activeTargets;
        var custom = 0u;
        if (extension.Length > DependencyDescriptor.MandatoryLength
            && !TryReadExtended(ref reader, ref structure, ref active, out custom))
        {
            return false;
        }

        if (structure is null
            || !structure.TryGetTemplate(templateId, out var template)
            || !TryReadFrame(ref reader, structure, template, custom, ref descriptor))
        {
            return false;
        }

        descriptor = descriptor with { StartsSequence = structure == _spare, ActiveTargets = active };
        Keep(structure, active);
        return true;
    }

    /// <summary>Flags, then a structure and the active targets where the flags say so.</summary>
    private bool TryReadExtended(
        ref BitReader reader, ref DependencyStructure? structure, ref uint active, out uint custom)
    {
        var hasStructure = reader.ReadFlag();
        var hasActive = reader.ReadFlag();
        custom = reader.Read(3);
        if (hasStructure)
        {
            if (!_spare.TryRead(ref reader))
            {
                return false;
            }

            structure = _spare;
            active = uint.MaxValue >> (DependencyStructure.MaximumTargets - structure.TargetCount);
        }

        if (hasActive && structure is not null)
        {
            active = reader.Read(structure.TargetCount);
        }

        return !reader.IsPastEnd;
    }

    /// <summary>What the frame says of itself takes the place of what its template says.</summary>
    private static bool TryReadFrame(
        ref BitReader reader,
        DependencyStructure structure,
        DependencyTemplate template,
        uint custom,
        ref DependencyDescriptor descriptor)
    {
        var references = template.References;
        var indications = (custom & 4) != 0
            ? DependencyStructure.ReadIndications(ref reader, structure.TargetCount)
            : template.Indications;
        if ((custom & 2) != 0)
        {
            references = default;
            for (var size = reader.Read(2); size != 0; size = reader.Read(2))
            {
                if (references.Count == FrameDifferences.Capacity)
                {
                    return false;
                }

                references = references.With((int)reader.Read((int)size * 4) + 1);
            }
        }

        for (var chain = 0; chain < structure.ChainCount && (custom & 1) != 0; chain++)
        {
            reader.Read(8);
        }

        descriptor = descriptor with
        {
            SpatialId = template.SpatialId,
            TemporalId = template.TemporalId,
            Indications = indications,
            References = references,
        };
        return !reader.IsPastEnd;
    }

    /// <summary>Only a descriptor that was sound to its end may change what the next ones mean.</summary>
    private void Keep(DependencyStructure structure, uint active)
    {
        if (structure == _spare)
        {
            (_present, _spare) = (_spare, _present);
            Structure = _present;
        }

        _activeTargets = active;
    }
}
