namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>Counters of any width that wrap around.</summary>
internal static class Modular
{
    /// <summary>The number nearest to the reference whose low bits are the value.</summary>
    public static long Nearest(long reference, int value, int bits)
    {
        var half = 1L << (bits - 1);
        var ahead = (value - reference) & ((half << 1) - 1);
        return reference + (ahead >= half ? ahead - (half << 1) : ahead);
    }

    /// <summary>The later of two 8-bit counts.</summary>
    public static byte Newer(byte left, byte right) => unchecked((sbyte)(left - right)) > 0 ? left : right;
}
