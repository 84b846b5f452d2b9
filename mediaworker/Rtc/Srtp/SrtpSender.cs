using System.Buffers.Binary;

namespace Serverless.Rtc.Srtp;

/// <summary>
/// Protects what one side of a transport sends. It keeps no state per RTP stream: the caller owns the extended sequence
/// numbers and passes the roll-over counter, so retransmissions and reordering need no special case.
/// </summary>
/// <remarks>One thread at a time. Nothing allocates after construction.</remarks>
public sealed class SrtpSender(SrtpProfile profile, SrtpMasterKey key, ISrtpCipherFactory ciphers) : IDisposable
{
    /// <summary>Room in bytes that a buffer needs behind a plain RTP packet, whatever the profile.</summary>
    public const int MaximumRtpOverhead = 16;

    /// <summary>Room in bytes that a buffer needs behind a plain RTCP packet, whatever the profile.</summary>
    public const int MaximumRtcpOverhead = 16 + SrtcpFormat.IndexLength;

    private readonly SessionTransform _rtp = SessionTransform.ForRtp(profile, key, ciphers);
    private readonly SessionTransform _rtcp = SessionTransform.ForRtcp(profile, key, ciphers);

    // One counter serves all SSRCs: each sees increasing indices with gaps, which RFC 3711 §3.4 allows.
    private uint _rtcpIndex;

    /// <summary>Encrypts a packet in place and appends the tag.</summary>
    /// <param name="buffer">The plain packet with room for <see cref="MaximumRtpOverhead"/> bytes behind it.</param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and extension, which stay in the clear.</param>
    /// <param name="length">Bytes of the plain packet.</param>
    /// <param name="rollOver">How often the stream's sequence number has wrapped.</param>
    /// <returns>Length of the protected packet.</returns>
    public int ProtectRtp(Span<byte> buffer, int headerLength, int length, uint rollOver)
    {
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(buffer[RtpFormat.SequencePosition..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[RtpFormat.SsrcPosition..]);

        Span<byte> iv = stackalloc byte[SessionTransform.MaximumIvLength];
        _rtp.WriteIv(iv, ssrc, ((long)rollOver << 16) | sequence);

        Span<byte> suffix = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(suffix, rollOver);

        var tagLength = _rtp.Cipher.TagLength;
        _rtp.Cipher.Seal(
            iv[.._rtp.IvLength],
            buffer[..headerLength],
            buffer[headerLength..length],
            _rtp.IsAead ? [] : suffix,
            buffer.Slice(length, tagLength));
        return length + tagLength;
    }

    /// <summary>Encrypts a compound packet in place and appends index and tag.</summary>
    /// <param name="buffer">The plain packet with room for <see cref="MaximumRtcpOverhead"/> bytes behind it.</param>
    /// <param name="length">Bytes of the plain packet, at least 8.</param>
    /// <returns>Length of the protected packet.</returns>
    /// <exception cref="InvalidOperationException">2^31 packets were sent: the next index would repeat a key stream.</exception>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        if (_rtcpIndex >= SrtcpFormat.EncryptedFlag)
        {
            throw new InvalidOperationException("The SRTCP index is exhausted; the transport needs new keys.");
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[SrtcpFormat.SsrcPosition..]);
        Span<byte> iv = stackalloc byte[SessionTransform.MaximumIvLength];
        _rtcp.WriteIv(iv, ssrc, _rtcpIndex);

        Span<byte> associated = stackalloc byte[SrtcpFormat.HeaderLength + SrtcpFormat.IndexLength];
        buffer[..SrtcpFormat.HeaderLength].CopyTo(associated);
        var indexWord = associated[SrtcpFormat.HeaderLength..];
        BinaryPrimitives.WriteUInt32BigEndian(indexWord, SrtcpFormat.EncryptedFlag | _rtcpIndex);
        _rtcpIndex++;

        var payload = buffer[SrtcpFormat.HeaderLength..length];
        var trailer = buffer.Slice(length, _rtcp.Cipher.TagLength + SrtcpFormat.IndexLength);
        iv = iv[.._rtcp.IvLength];

        if (_rtcp.IsAead)
        {
            _rtcp.Cipher.Seal(iv, associated, payload, [], trailer[..^SrtcpFormat.IndexLength]);
            indexWord.CopyTo(trailer[^SrtcpFormat.IndexLength..]);
        }
        else
        {
            indexWord.CopyTo(trailer);
            _rtcp.Cipher.Seal(
                iv, associated[..SrtcpFormat.HeaderLength], payload, indexWord, trailer[SrtcpFormat.IndexLength..]);
        }

        return length + trailer.Length;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
