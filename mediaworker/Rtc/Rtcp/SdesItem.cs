using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtcp;

/// <summary>One thing said about one source.</summary>
public readonly ref struct SdesItem(Ssrc source, SdesItemType type, ReadOnlySpan<byte> value)
{
    public Ssrc Source { get; } = source;

    public SdesItemType Type { get; } = type;

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
