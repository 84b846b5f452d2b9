using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>What forwarding needs to know of a publisher's packet, read once when it arrived.</summary>
public readonly record struct StoredPacket
{
    /// <summary>An extension byte that the packet does not carry. Neither extension can have this value.</summary>
    public const byte Absent = 0xff;

    /// <summary>The publisher's, extended.</summary>
    public long Sequence { get; init; }

    /// <summary>The publisher's.</summary>
    public uint Timestamp { get; init; }

    public Instant ArrivedAt { get; init; }

    public CodecKind Codec { get; init; }

    public bool Marker { get; init; }

    /// <summary>First packet of a frame that decodes on its own.</summary>
    public bool StartsKeyFrame { get; init; }

    /// <summary>The extension's byte (RFC 6464 §3): V bit and level in −dBov.</summary>
    public byte AudioLevel { get; init; }

    /// <summary>In −dBov, 0 (loudest) to 127; null where the packet carries none.</summary>
    public byte? Level => AudioLevel == Absent ? null : (byte)(AudioLevel & 0x7f);

    /// <summary>The extension's byte (3GPP TS 26.114 §7.4.5).</summary>
    public byte VideoOrientation { get; init; }

    /// <inheritdoc cref="PacketFacts.Vp8"/>
    public Vp8Payload Vp8 { get; init; }

    /// <inheritdoc cref="PacketFacts.Vp9"/>
    public Vp9Payload Vp9 { get; init; }

    public int PayloadLength { get; init; }

    /// <summary>Of the dependency descriptor, as the packet carried it; 0 without one.</summary>
    public int DescriptorLength { get; init; }

    /// <summary>What the descriptor says; meaningful where there is one.</summary>
    public DependencyDescriptor Dependency { get; init; }
}
