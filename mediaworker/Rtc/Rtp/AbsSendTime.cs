using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtp;

/// <summary>Absolute send time of the WebRTC project: 24 bits, 6.18 seconds, so it wraps every 64 s.</summary>
public readonly record struct AbsSendTime(uint Value)
{
    public const int EncodedLength = 3;

    private const uint Mask = 0xFF_FFFF;

    public static AbsSendTime From(Instant now)
    {
        var (seconds, rest) = Math.DivRem(now.Microseconds, 1_000_000);
        return new((uint)((seconds << 18) + ((rest << 18) / 1_000_000)) & Mask);
    }

    /// <summary>The shorter way from right to left: within ±32 s.</summary>
    public static TimeSpan operator -(AbsSendTime left, AbsSendTime right)
    {
        var difference = (int)((left.Value - right.Value) << 8) >> 8;
        return new TimeSpan(difference * TimeSpan.TicksPerSecond >> 18);
    }

    public static bool TryParse(ReadOnlySpan<byte> value, out AbsSendTime time)
    {
        var whole = value.Length >= EncodedLength;
        time = whole ? new AbsSendTime(((uint)value[0] << 16) | ((uint)value[1] << 8) | value[2]) : default;
        return whole;
    }

    public void WriteTo(Span<byte> destination)
    {
        destination[2] = (byte)Value;
        destination[1] = (byte)(Value >> 8);
        destination[0] = (byte)(Value >> 16);
    }
}
