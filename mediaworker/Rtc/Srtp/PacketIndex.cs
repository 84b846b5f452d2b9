namespace Serverless.Rtc.Srtp;

/// <summary>The 48-bit SRTP packet index: roll-over counter and sequence number (RFC 3711 §3.3.1).</summary>
internal static class PacketIndex
{
    private const int Cycle = 1 << 16;

    /// <summary>
    /// The index nearest to <paramref name="highest"/> that ends in <paramref name="sequence"/>. Negative when the packet
    /// would be from before the stream's first cycle.
    /// </summary>
    public static long Estimate(long highest, ushort sequence)
    {
        var candidate = (highest & ~0xFFFFL) | sequence;
        var ahead = candidate - highest;

        if (ahead > Cycle / 2)
        {
            return candidate - Cycle;
        }

        return ahead < -Cycle / 2 ? candidate + Cycle : candidate;
    }
}
