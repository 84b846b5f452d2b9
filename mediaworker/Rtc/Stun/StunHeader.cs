namespace Serverless.Rtc.Stun;

/// <summary>Sizes and constants of the message format (RFC 8489 §5).</summary>
internal static class StunHeader
{
    public const uint MagicCookie = 0x2112_A442;
    public const int Length = 20;
    public const int AttributeHeaderLength = 4;
    public const int TransactionIdOffset = 8;
    public const int TransactionIdLength = 12;
    public const int IntegrityLength = 20;
    public const int FingerprintLength = 4;

    /// <summary>
    /// XORed over the CRC so that it differs from the CRC of a protocol that carries one too (§14.7).
    /// </summary>
    public const uint FingerprintXor = 0x5354_554E;

    /// <summary>The two class bits sit between the method's: M11–M7 C1 M6–M4 C0 M3–M0.</summary>
    public static ushort Type(StunClass messageClass, StunMethod method)
    {
        var m = (int)method;
        var c = (int)messageClass;
        return (ushort)((m & 0x000F) | ((m & 0x0070) << 1) | ((m & 0x0F80) << 2) | ((c & 1) << 4) | ((c & 2) << 7));
    }

    public static StunMethod Method(ushort type) =>
        (StunMethod)((type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2));

    public static StunClass Class(ushort type) => (StunClass)(((type & 0x0010) >> 4) | ((type & 0x0100) >> 7));

    public static int Padded(int length) => (length + 3) & ~3;
}
