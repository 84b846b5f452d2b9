using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A frame as a viewer puts it together; with SVC, all layers of a picture that it gets.</summary>
public sealed class Frame(FramePacket first, uint timestamp)
{
    private readonly HashSet<(byte Layer, ushort Index)> _parts = [];
    private readonly Dictionary<byte, int> _layers = [];

    /// <summary>The best layer that is to come; not known before the last packet of the picture.</summary>
    private byte? _best = first.IsScalable ? null : first.Layer;

    public uint Track { get; } = first.Track;

    public uint Number { get; } = first.Frame;

    public bool IsKey { get; } = first.IsKey;

    /// <summary>The first packet of it that came, under its best layer.</summary>
    public FramePacket Content => first with { Layer = _best ?? first.Layer };

    public Instant CapturedAt { get; } = new(first.CapturedAt);

    /// <summary>As received, of the slot's stream.</summary>
    public uint Timestamp { get; } = timestamp;

    public Instant CompletedAt { get; private set; } = Instant.Never;

    public bool IsComplete => CompletedAt != Instant.Never;

    public TimeSpan Delay => CompletedAt - CapturedAt;

    /// <returns>True when this packet completed it.</returns>
    public bool Add(Instant now, FramePacket packet)
    {
        if (!_parts.Add((packet.Layer, packet.Index)))
        {
            return false;
        }

        _layers[packet.Layer] = packet.Count;
        _best = packet is { IsScalable: true, EndsPicture: true } ? packet.Layer : _best;
        if (_best is not { } best || _layers.Count < (packet.IsScalable ? best + 1 : 1) || _parts.Count < _layers.Values.Sum())
        {
            return false;
        }

        CompletedAt = now;
        return true;
    }
}
