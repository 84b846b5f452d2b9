namespace Serverless.Rtc.Rtp;

/// <summary>
/// The templates and decode targets of a coded video sequence (AV1 RTP specification, A.8.2), which its first packet
/// carries. Filled in place by a <see cref="DependencyReader"/>, so a key frame allocates nothing.
/// </summary>
public sealed class DependencyStructure
{
    public const int MaximumTargets = 32;

    /// <summary>Their ids have six bits and wrap around.</summary>
    internal const int TemplateIds = 64;

    private const int MaximumSpatialId = 3;
    private const int MaximumTemporalId = 7;

    private readonly DependencyTemplate[] _templates = new DependencyTemplate[TemplateIds];
    private readonly (byte Spatial, byte Temporal)[] _targets = new (byte, byte)[MaximumTargets];
    private readonly (int Width, int Height)[] _resolutions = new (int, int)[MaximumSpatialId + 1];

    /// <summary>The id of the first template.</summary>
    public int FirstTemplateId { get; private set; }

    public int TemplateCount { get; private set; }

    /// <summary>1 to 32.</summary>
    public int TargetCount { get; private set; }

    public int ChainCount { get; private set; }

    /// <summary>Highest spatial layer and highest temporal layer of a decode target.</summary>
    public (byte Spatial, byte Temporal) Target(int target) => _targets[target];

    /// <summary>Of a spatial layer, in pixels; zero when the structure does not say.</summary>
    public (int Width, int Height) Resolution(int spatialId) => _resolutions[spatialId];

    /// <summary>
    /// The best active target within limits: most size, then most pictures. Falls back to the least that is active.
    /// </summary>
    public int FindTarget(byte maximumSpatial, byte maximumTemporal, uint active)
    {
        var best = -1;
        var least = -1;
        for (var target = 0; target < TargetCount; target++)
        {
            if (((active >> target) & 1) == 0)
            {
                continue;
            }

            var layers = _targets[target];
            if (least < 0 || layers.CompareTo(_targets[least]) < 0)
            {
                least = target;
            }

            if (layers.Spatial <= maximumSpatial
                && layers.Temporal <= maximumTemporal
                && (best < 0 || layers.CompareTo(_targets[best]) > 0))
            {
                best = target;
            }
        }

        return best >= 0 ? best : Math.Max(least, 0);
    }

    /// <param name="id">As the descriptor carries it, 0–63.</param>
    internal bool TryGetTemplate(int id, out DependencyTemplate template)
    {
        var index = (id - FirstTemplateId) & (TemplateIds - 1);
        template = index < TemplateCount ? _templates[index] : default;
        return index < TemplateCount;
    }

    /// <summary>False for what is cut or out of bounds; the structure is of no use then.</summary>
    internal bool TryRead(ref BitReader reader)
    {
        FirstTemplateId = (int)reader.Read(6);
        TargetCount = (int)reader.Read(5) + 1;
        if (!TryReadLayers(ref reader))
        {
            return false;
        }

        for (var index = 0; index < TemplateCount; index++)
        {
            _templates[index] = _templates[index] with { Indications = ReadIndications(ref reader, TargetCount) };
        }

        for (var index = 0; index < TemplateCount; index++)
        {
            if (!TryReadReferences(ref reader, out var references))
            {
                return false;
            }

            _templates[index] = _templates[index] with { References = references };
        }

        SkipChains(ref reader);
        FindTargetLayers();
        ReadResolutions(ref reader);
        return !reader.IsPastEnd;
    }

    internal static ulong ReadIndications(ref BitReader reader, int count)
    {
        var indications = 0ul;
        for (var target = 0; target < count; target++)
        {
            indications |= (ulong)reader.Read(2) << (2 * target);
        }

        return indications;
    }

    /// <summary>next_layer_idc: 0 same layer, 1 next temporal, 2 next spatial, 3 the end.</summary>
    private bool TryReadLayers(ref BitReader reader)
    {
        TemplateCount = 0;
        byte spatial = 0;
        byte temporal = 0;
        while (true)
        {
            if (TemplateCount == TemplateIds || spatial > MaximumSpatialId || temporal > MaximumTemporalId)
            {
                return false;
            }

            _templates[TemplateCount++] = new DependencyTemplate(spatial, temporal, 0, default);
            var next = reader.Read(2);
            if (reader.IsPastEnd || next == 3)
            {
                return !reader.IsPastEnd;
            }

            temporal = next == 2 ? (byte)0 : (byte)(temporal + next);
            spatial = next == 2 ? (byte)(spatial + 1) : spatial;
        }
    }

    private static bool TryReadReferences(ref BitReader reader, out FrameDifferences references)
    {
        references = default;
        while (reader.ReadFlag())
        {
            if (references.Count == FrameDifferences.Capacity)
            {
                return false;
            }

            references = references.With((int)reader.Read(4) + 1);
        }

        return !reader.IsPastEnd;
    }

    private void SkipChains(ref BitReader reader)
    {
        ChainCount = (int)reader.ReadNonSymmetric((uint)TargetCount + 1);
        for (var target = 0; target < TargetCount && ChainCount > 0; target++)
        {
            reader.ReadNonSymmetric((uint)ChainCount);
        }

        for (var difference = 0; difference < TemplateCount * ChainCount; difference++)
        {
            reader.Read(4);
        }
    }

    private void FindTargetLayers()
    {
        for (var target = 0; target < TargetCount; target++)
        {
            _targets[target] = default;
            foreach (var template in _templates.AsSpan(0, TemplateCount))
            {
                if (((template.Indications >> (2 * target)) & 3) != 0)
                {
                    var (spatial, temporal) = _targets[target];
                    _targets[target] = (Math.Max(spatial, template.SpatialId), Math.Max(temporal, template.TemporalId));
                }
            }
        }
    }

    private void ReadResolutions(ref BitReader reader)
    {
        Array.Clear(_resolutions);
        if (reader.ReadFlag())
        {
            for (var spatial = 0; spatial <= _templates[TemplateCount - 1].SpatialId; spatial++)
            {
                _resolutions[spatial] = ((int)reader.Read(16) + 1, (int)reader.Read(16) + 1);
            }
        }
    }
}
