using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A frame as a viewer puts it together.</summary>
public sealed class Frame(FramePacket first, uint timestamp)
{
    private readonly HashSet<ushort> _parts = [];

    public uint Track { get; } = first.Track;

    public uint Number { get; } = first.Frame;

    public bool IsKey { get; } = first.IsKey;

    /// <summary>The first packet of it that came.</summary>
    public FramePacket Content { get; } = first;

    public Instant CapturedAt { get; } = new(first.CapturedAt);

    /// <summary>As received, of the slot's stream.</summary>
    public uint Timestamp { get; } = timestamp;

    public Instant CompletedAt { get; private set; } = Instant.Never;

    public bool IsComplete => CompletedAt != Instant.Never;

    public TimeSpan Delay => CompletedAt - CapturedAt;

    /// <returns>True when this packet completed it.</returns>
    public bool Add(Instant now, FramePacket packet)
    {
        if (!_parts.Add(packet.Index) || _parts.Count < packet.Count)
        {
            return false;
        }

        CompletedAt = now;
        return true;
    }
}
