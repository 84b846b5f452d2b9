namespace Serverless.Rtc.Rtp;

/// <summary>
/// Playout-delay limits of the WebRTC project: two times 12 bits in units of 10 ms, so 0–40,950 ms.
/// </summary>
public readonly record struct PlayoutDelay(TimeSpan Minimum, TimeSpan Maximum)
{
    public const int EncodedLength = 3;

    private const int Limit = 0xFFF;

    private static readonly TimeSpan Unit = TimeSpan.FromMilliseconds(10);

    public static bool TryParse(ReadOnlySpan<byte> value, out PlayoutDelay delay)
    {
        delay = default;
        if (value.Length < EncodedLength)
        {
            return false;
        }

        var minimum = (value[0] << 4) | (value[1] >> 4);
        var maximum = ((value[1] & 0x0F) << 8) | value[2];
        delay = new PlayoutDelay(Unit * minimum, Unit * maximum);
        return minimum <= maximum;
    }

    public void WriteTo(Span<byte> destination)
    {
        var minimum = Units(Minimum);
        var maximum = Units(Maximum);
        destination[2] = (byte)maximum;
        destination[1] = (byte)((minimum << 4) | (maximum >> 8));
        destination[0] = (byte)(minimum >> 4);
    }

    private static int Units(TimeSpan delay) => (int)Math.Clamp(delay.Ticks / Unit.Ticks, 0, Limit);
}
