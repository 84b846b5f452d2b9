using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Serverless.Rtc.Stun;

/// <summary>MESSAGE-INTEGRITY (RFC 8489 §14.5).</summary>
internal static class StunIntegrity
{
    /// <summary>
    /// The HMAC covers everything before the attribute, under a header whose length field ends with the attribute.
    /// </summary>
    /// <param name="message">
    /// Exactly the bytes before the attribute, at most <see cref="StunMessage.MaxLength"/>.
    /// </param>
    /// <param name="key">Short-term credential: the password.</param>
    /// <param name="hash">20 bytes.</param>
    [SuppressMessage("Security", "CA5350", Justification = "ICE knows only HMAC-SHA1 (RFC 8445 §7.1).")]
    public static void Compute(ReadOnlySpan<byte> message, ReadOnlySpan<byte> key, Span<byte> hash)
    {
        Span<byte> copy = stackalloc byte[StunMessage.MaxLength];
        message.CopyTo(copy);
        var attribute = StunHeader.AttributeHeaderLength + StunHeader.IntegrityLength;
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)(message.Length - StunHeader.Length + attribute));
        HMACSHA1.HashData(key, copy[..message.Length], hash);
    }
}
