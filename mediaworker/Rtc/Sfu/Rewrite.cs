using Serverless.Rtc.Sfu.Continuity;

namespace Serverless.Rtc.Sfu;

/// <summary>What a viewer's copy of a packet says in place of what the publisher's says.</summary>
internal readonly record struct Rewrite
{
    /// <summary>Extended.</summary>
    public long Sequence { get; init; }

    public uint Timestamp { get; init; }

    public bool Marker { get; init; }

    public Vp8Numbers Vp8 { get; init; }

    public Vp9Numbers Vp9 { get; init; }

    /// <summary>For the dependency descriptor, which is not in the payload.</summary>
    public DependencyNumbers Dependency { get; init; }

    /// <summary>Changes the counters inside a copy of the packet's payload.</summary>
    public void ApplyTo(Span<byte> payload, in StoredPacket packet)
    {
        if (packet.Vp8.DescriptorLength > 0)
        {
            Vp8.WriteTo(payload, packet.Vp8);
        }
        else if (packet.Vp9.DescriptorLength > 0)
        {
            Vp9.WriteTo(payload, packet.Vp9);
        }
    }
}
