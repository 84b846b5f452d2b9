namespace Serverless.Rtc.Rtcp;

/// <summary>One packet of a compound: its header read, its body not yet.</summary>
public readonly ref struct RtcpPacket
{
    internal RtcpPacket(RtcpType type, int count, ReadOnlySpan<byte> body)
    {
        Type = type;
        Count = count;
        Body = body;
    }

    public RtcpType Type { get; }

    /// <summary>The five bits after the version: report count, source count, or feedback format (FMT).</summary>
    public int Count { get; }

    /// <summary>After the four header bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    internal bool Is(RtcpType type, int format) => Type == type && Count == format;
}
