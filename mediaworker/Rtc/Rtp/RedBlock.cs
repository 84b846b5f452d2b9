namespace Serverless.Rtc.Rtp;

/// <summary>A copy of an earlier frame inside a RED packet (RFC 2198 §3).</summary>
public readonly ref struct RedBlock(byte payloadType, int timestampOffset, ReadOnlySpan<byte> data)
{
    public byte PayloadType { get; } = payloadType;

    /// <summary>How far it lies before the primary frame, in ticks of the RTP clock.</summary>
    public int TimestampOffset { get; } = timestampOffset;

    /// <summary>Empty where the sender had nothing to repeat.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
