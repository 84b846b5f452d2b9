using System.Buffers.Binary;
using System.Text;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>One outgoing RTP stream: headers, numbers and the stamp; the payload is its user's.</summary>
internal sealed class RtpStream(ClientSection section, uint ssrc, string? rid)
{
    private readonly byte[] _mid = Encoding.ASCII.GetBytes(section.Mid);
    private readonly byte[] _rid = Encoding.ASCII.GetBytes(rid ?? "");
    private long _sequence = ssrc & 0x7FFF;

    public uint Ssrc => ssrc;

    public long Packets { get; private set; }

    /// <param name="now">For the stamp.</param>
    /// <param name="way">To the worker.</param>
    /// <param name="timestamp">In the codec's clock rate.</param>
    /// <param name="marker">Last packet of a frame, or first of a spurt.</param>
    /// <param name="level">RFC 6464, for audio.</param>
    /// <param name="payload">Its first bytes.</param>
    /// <param name="length">Of the whole packet, in bytes; more when the head needs it.</param>
    public void Send(
        Instant now, IMediaWay way, uint timestamp, bool marker, AudioLevel? level, ReadOnlySpan<byte> payload, int length)
    {
        var extensions = section.Extensions;
        var buffer = way.Reserve();
        var sequence = _sequence++;
        var header = new RtpHeaderWriter(
            buffer,
            marker,
            new PayloadType(section.Codecs[0].PayloadType),
            new RtpSeq(unchecked((ushort)sequence)),
            new RtpTime(timestamp),
            new Ssrc(ssrc));
        header.WriteExtension(extensions.Mid, _mid);
        if (_rid.Length > 0)
        {
            header.WriteExtension(extensions.Rid, _rid);
        }

        if (extensions.TransportCc != 0)
        {
            Span<byte> number = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(number, way.NextTransportSequence().Value);
            header.WriteExtension(extensions.TransportCc, number);
        }

        if (level is { } value)
        {
            Span<byte> encoded = stackalloc byte[AudioLevel.EncodedLength];
            value.WriteTo(encoded);
            header.WriteExtension(extensions.AudioLevel, encoded);
        }

        var start = header.Finish();
        var end = Math.Max(length, start + payload.Length + Stamp.Length);
        payload.CopyTo(buffer[start..]);
        buffer[(start + payload.Length)..end].Clear();
        Stamp.Write(buffer[start..end], now);
        Packets++;
        way.SendRtp(buffer, start, end, (uint)(sequence >> 16));
    }
}
