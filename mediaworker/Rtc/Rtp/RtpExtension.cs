namespace Serverless.Rtc.Rtp;

/// <summary>One element of a header extension block.</summary>
public readonly ref struct RtpExtension(byte id, int offset, ReadOnlySpan<byte> value)
{
    /// <summary>The SDP's extmap number.</summary>
    public byte Id { get; } = id;

    /// <summary>Of the value within the packet.</summary>
    public int Offset { get; } = offset;

    public ReadOnlySpan<byte> Value { get; } = value;
}
