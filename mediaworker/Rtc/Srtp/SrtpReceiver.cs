using System.Buffers.Binary;

namespace Serverless.Rtc.Srtp;

/// <summary>
/// Opens what the peer of a transport sends: authenticates, decrypts in place, refuses replays, and extends sequence
/// numbers. Only authentic packets change its state, so garbage can neither add sources nor move a window.
/// </summary>
/// <remarks>One thread at a time. Allocates only when a new source appears.</remarks>
public sealed class SrtpReceiver(SrtpProfile profile, SrtpMasterKey key, ISrtpCipherFactory ciphers) : IDisposable
{
    /// <summary>
    /// SSRCs that one transport may ever send from, counted apart for RTP and RTCP: some thirty cameras with three layers,
    /// since each restart of a track brings new ones. A source is never forgotten, or its old packets could be replayed.
    /// </summary>
    public const int MaximumSources = 256;

    private readonly SessionTransform _rtp = SessionTransform.ForRtp(profile, key, ciphers);
    private readonly SessionTransform _rtcp = SessionTransform.ForRtcp(profile, key, ciphers);
    private readonly SourceWindows _rtpWindows = new(MaximumSources);
    private readonly SourceWindows _rtcpWindows = new(MaximumSources);

    /// <param name="packet">The received packet. On <see cref="SrtpResult.AuthenticationFailed"/> its payload is undefined.</param>
    /// <param name="headerLength">Bytes of fixed header, CSRCs and extension, which are in the clear.</param>
    /// <param name="length">Bytes of the plain packet.</param>
    /// <param name="extendedSequence">Roll-over counter and sequence number as one number; the first cycle is zero.</param>
    public SrtpResult UnprotectRtp(Span<byte> packet, int headerLength, out int length, out long extendedSequence)
    {
        extendedSequence = 0;
        length = packet.Length - _rtp.Cipher.TagLength;
        if (headerLength < RtpFormat.FixedHeaderLength || length < headerLength)
        {
            length = 0;
            return SrtpResult.TooShort;
        }

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[RtpFormat.SequencePosition..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[RtpFormat.SsrcPosition..]);
        var source = _rtpWindows.Find(ssrc);
        long index = source < 0 ? sequence : PacketIndex.Estimate(_rtpWindows[source].Highest, sequence);
        var admission = Admit(_rtpWindows, source, index);
        if (admission != SrtpResult.Ok)
        {
            return admission;
        }

        Span<byte> iv = stackalloc byte[SessionTransform.MaximumIvLength];
        _rtp.WriteIv(iv, ssrc, index);

        Span<byte> suffix = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(suffix, (uint)(index >> 16));

        var isAuthentic = _rtp.Cipher.TryOpen(
            iv[.._rtp.IvLength],
            packet[..headerLength],
            packet[headerLength..length],
            _rtp.IsAead ? [] : suffix,
            packet[length..]);
        if (!isAuthentic)
        {
            return SrtpResult.AuthenticationFailed;
        }

        Accept(_rtpWindows, source, ssrc, index);
        extendedSequence = index;
        return SrtpResult.Ok;
    }

    /// <param name="packet">The received packet. On <see cref="SrtpResult.AuthenticationFailed"/> its payload is undefined.</param>
    /// <param name="length">Bytes of the plain compound packet.</param>
    public SrtpResult UnprotectRtcp(Span<byte> packet, out int length)
    {
        length = packet.Length - _rtcp.Cipher.TagLength - SrtcpFormat.IndexLength;
        if (length < SrtcpFormat.HeaderLength)
        {
            length = 0;
            return SrtpResult.TooShort;
        }

        var trailer = packet[length..];
        var indexWord = _rtcp.IsAead ? trailer[^SrtcpFormat.IndexLength..] : trailer[..SrtcpFormat.IndexLength];
        var tag = _rtcp.IsAead ? trailer[..^SrtcpFormat.IndexLength] : trailer[SrtcpFormat.IndexLength..];
        var word = BinaryPrimitives.ReadUInt32BigEndian(indexWord);
        if ((word & SrtcpFormat.EncryptedFlag) == 0)
        {
            // WebRTC encrypts RTCP without exception (RFC 8827 §6.5).
            return SrtpResult.AuthenticationFailed;
        }

        long index = word & ~SrtcpFormat.EncryptedFlag;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[SrtcpFormat.SsrcPosition..]);
        var source = _rtcpWindows.Find(ssrc);
        var admission = Admit(_rtcpWindows, source, index);
        if (admission != SrtpResult.Ok)
        {
            return admission;
        }

        Span<byte> iv = stackalloc byte[SessionTransform.MaximumIvLength];
        _rtcp.WriteIv(iv, ssrc, index);
        iv = iv[.._rtcp.IvLength];

        Span<byte> associated = stackalloc byte[SrtcpFormat.HeaderLength + SrtcpFormat.IndexLength];
        packet[..SrtcpFormat.HeaderLength].CopyTo(associated);
        indexWord.CopyTo(associated[SrtcpFormat.HeaderLength..]);

        var payload = packet[SrtcpFormat.HeaderLength..length];
        var isAuthentic = _rtcp.IsAead
            ? _rtcp.Cipher.TryOpen(iv, associated, payload, [], tag)
            : _rtcp.Cipher.TryOpen(iv, associated[..SrtcpFormat.HeaderLength], payload, indexWord, tag);
        if (!isAuthentic)
        {
            return SrtpResult.AuthenticationFailed;
        }

        Accept(_rtcpWindows, source, ssrc, index);
        return SrtpResult.Ok;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>What can be refused before the cost of authentication.</summary>
    private static SrtpResult Admit(SourceWindows windows, int source, long index)
    {
        if (source < 0)
        {
            return windows.IsFull ? SrtpResult.TooManySources : SrtpResult.Ok;
        }

        return windows[source].IsFresh(index) ? SrtpResult.Ok : SrtpResult.Replayed;
    }

    private static void Accept(SourceWindows windows, int source, uint ssrc, long index)
    {
        var position = source < 0 ? windows.Add(ssrc) : source;
        windows[position].Accept(index);
    }
}
