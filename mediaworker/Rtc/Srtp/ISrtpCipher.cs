namespace Serverless.Rtc.Srtp;

/// <summary>
/// The two primitives SRTP needs, bound to one session key. Implementations own native state; one thread uses an instance
/// at a time. Nothing here allocates.
/// </summary>
public interface ISrtpCipher : IDisposable
{
    /// <summary>Bytes that <see cref="Seal"/> appends.</summary>
    int TagLength { get; }

    /// <summary>
    /// Encrypts <paramref name="payload"/> in place and writes the tag.
    /// </summary>
    /// <param name="iv">12 bytes for GCM, 16 for counter mode.</param>
    /// <param name="associated">GCM: the authenticated, unencrypted part. HMAC-SHA1: what precedes the payload in the packet.</param>
    /// <param name="suffix">HMAC-SHA1: four bytes hashed after the payload, not sent (the ROC, RFC 3711 §4.2) or sent (SRTCP index). Empty for GCM.</param>
    void Seal(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, Span<byte> tag);

    /// <summary>Checks the tag in constant time and decrypts in place. On false the payload's content is undefined.</summary>
    bool TryOpen(
        ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associated, Span<byte> payload, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> tag);
}
