using System.Buffers.Binary;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Stats;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Writes a slot's packets as its viewer negotiated them, and sends them: first copies, repairs, and what fills probes.</summary>
internal sealed class SlotOutlet
{
    /// <summary>
    /// Short enough to stay live, long enough for a repair and for sound and picture to wait for each other. A least delay of
    /// zero would make browsers show pictures without regard to their time.
    /// </summary>
    private static readonly byte[] PlayoutDelayValue =
        Encode(new PlayoutDelay(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(500)));

    /// <summary>What one byte of count can say (RFC 3550 §5.1).</summary>
    private const int LongestPadding = 255;

    private readonly NegotiatedCodec?[] _codecs = new NegotiatedCodec?[Enum.GetValues<CodecKind>().Length];
    private SendSection _section;

    /// <summary>What filling goes as; null without an RTX stream.</summary>
    private byte? _fillingType;
    private bool _isNumbered;

    /// <summary>Of the RTX stream, extended as all sequence numbers that SRTP sees.</summary>
    private long _rtxSequence;

    /// <param name="rtxStart">Random (RFC 3550 §5.1).</param>
    public SlotOutlet(SendSection section, ushort rtxStart)
    {
        // Below 2^15 like the stream itself, or the first packets that arrive might be from after a wrap.
        _rtxSequence = rtxStart & 0x7fff;
        _section = section;
        Renegotiate(section);
    }

    /// <summary>Numbers and paces what leaves; null for a viewer that does not tell how its path fares.</summary>
    public Egress? Egress { get; set; }

    public SlotTally Tally { get; } = new();

    /// <summary>The receiver reports what arrives, or what it thinks that the path carries.</summary>
    public bool TellsOfItsPath { get; private set; }

    /// <summary>There is an RTX stream.</summary>
    public bool CanFill => _fillingType is not null;

    private SendPriority Priority => _section.Kind == MediaKind.Audio ? SendPriority.Audio : SendPriority.Video;

    /// <summary>What a packet of the kind leaves as: RED also as the Opus inside. Null where the viewer cannot play it.</summary>
    public NegotiatedCodec? Codec(CodecKind kind) => _codecs[(int)kind];

    public void Renegotiate(SendSection section)
    {
        _section = section;
        Array.Clear(_codecs);
        foreach (var codec in section.Codecs)
        {
            _codecs[(int)codec.Kind] = codec;
        }

        _codecs[(int)CodecKind.Red] ??= _codecs[(int)CodecKind.Opus];
        _isNumbered = section.Extensions.TransportCc != 0
            && section.Codecs.Any(static codec => codec.Feedback.HasFlag(RtcpFeedback.TransportCc));
        TellsOfItsPath = _isNumbered || section.Codecs.Any(static codec => codec.Feedback.HasFlag(RtcpFeedback.Remb));
        _fillingType = section.Slot.RtxSsrc is null
            ? null
            : section.Codecs.FirstOrDefault(static codec => codec.RtxPayloadType is not null)?.RtxPayloadType;
    }

    /// <summary>Sends a packet of the slot's own stream.</summary>
    public void Send(
        Instant now, NegotiatedCodec codec, Layer layer, int index, in Rewrite rewrite, Transport viewer, IDatagramSink output)
    {
        ref readonly var packet = ref layer.History.Packet(index);
        var buffer = output.Reserve();
        var header = WriteHeader(buffer, layer, index, rewrite, codec.PayloadType, rewrite.Sequence, _section.Slot.Ssrc);
        var length = header + Copy(packet, layer.History.Payload(index), buffer[header..], codec.Kind, rewrite);
        Send(now, viewer, buffer, header, length, rewrite.Sequence);
    }

    /// <summary>
    /// A packet that leaves again without RTX has the nonce that it had (RFC 7714 §8.1), so it must be the same to the bit; one with
    /// a number of the path cannot be.
    /// </summary>
    public bool CanRepair(NegotiatedCodec codec) =>
        !_isNumbered || (codec.RtxPayloadType is not null && _section.Slot.RtxSsrc is not null);

    /// <summary>Sends a packet again, by RTX where negotiated (RFC 4588 §4), else as it was. Only while <see cref="CanRepair"/>.</summary>
    public void SendAgain(
        Instant now, NegotiatedCodec codec, Layer layer, int index, in Rewrite rewrite, Transport viewer, IDatagramSink output)
    {
        if (codec.RtxPayloadType is not { } payloadType || _section.Slot.RtxSsrc is not { } ssrc)
        {
            Send(now, codec, layer, index, rewrite, viewer, output);
            return;
        }

        ref readonly var packet = ref layer.History.Packet(index);
        var buffer = output.Reserve();
        var sequence = ++_rtxSequence;
        var header = WriteHeader(buffer, layer, index, rewrite, payloadType, sequence, ssrc);
        buffer[header] = (byte)(rewrite.Sequence >> 8);
        buffer[header + 1] = (byte)rewrite.Sequence;
        var start = header + RtxPacket.OriginalSequenceLength;
        var length = start + Copy(packet, layer.History.Payload(index), buffer[start..], codec.Kind, rewrite);
        Send(now, viewer, buffer, header, length, sequence);
    }

    /// <summary>Sends a packet without content under a number of the slot's stream, by RTX. Only while <see cref="CanFill"/>.</summary>
    public void SendEmpty(Instant now, in Rewrite rewrite, Transport viewer, IDatagramSink output)
    {
        var buffer = output.Reserve();
        var sequence = ++_rtxSequence;
        var header = WriteBareHeader(buffer, sequence, rewrite.Timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[header..], unchecked((ushort)rewrite.Sequence));
        Send(now, viewer, buffer, header, header + RtxPacket.OriginalSequenceLength, sequence);
    }

    /// <summary>Sends nothing in about so many bytes, on the RTX stream. Only while <see cref="CanFill"/>.</summary>
    /// <param name="timestamp">Of the slot's stream.</param>
    public void SendPadding(Instant now, int bytes, uint timestamp, Transport viewer, IDatagramSink output)
    {
        var padding = Math.Clamp(bytes, 1, LongestPadding);
        var buffer = output.Reserve();
        var sequence = ++_rtxSequence;
        var header = WriteBareHeader(buffer, sequence, timestamp);
        buffer[0] |= RtpView.PaddingBit;
        buffer.Slice(header, padding).Clear();
        buffer[header + padding - 1] = (byte)padding;
        Send(now, viewer, buffer, header, header + padding, sequence);
    }

    private void Send(Instant now, Transport viewer, Span<byte> buffer, int header, int length, long sequence)
    {
        viewer.SendRtp(buffer, header, length, (uint)(sequence >> 16), Priority);
        Egress?.PacketSent(now, length, _isNumbered);
    }

    /// <param name="packet">As it was stored.</param>
    /// <param name="payload">Likewise.</param>
    /// <param name="destination">Of the viewer's packet.</param>
    /// <param name="sent">What it leaves as.</param>
    /// <param name="rewrite">Its counters.</param>
    private int Copy(
        in StoredPacket packet, ReadOnlySpan<byte> payload, Span<byte> destination, CodecKind sent, in Rewrite rewrite)
    {
        if (packet.Codec == CodecKind.Red && sent == CodecKind.Opus)
        {
            payload = RedundantAudio.Unwrap(payload);
        }

        payload.CopyTo(destination);
        var written = destination[..payload.Length];
        rewrite.ApplyTo(written, packet);
        if (sent == CodecKind.Red)
        {
            RedundantAudio.Retype(written, _codecs[(int)CodecKind.Opus]!.PayloadType);
        }

        return written.Length;
    }

    private int WriteHeader(
        Span<byte> buffer,
        Layer layer,
        int index,
        in Rewrite rewrite,
        byte payloadType,
        long sequence,
        uint ssrc)
    {
        ref readonly var packet = ref layer.History.Packet(index);
        var writer = new RtpHeaderWriter(
            buffer, rewrite.Marker, new PayloadType(payloadType), Low(sequence), new RtpTime(rewrite.Timestamp), new Ssrc(ssrc));
        writer.WriteCsrc(new Ssrc(layer.Publication.Number));
        WriteNumber(ref writer);
        if (packet.AudioLevel != StoredPacket.Absent)
        {
            writer.WriteExtension(_section.Extensions.AudioLevel, [packet.AudioLevel]);
        }

        if (packet.VideoOrientation != StoredPacket.Absent)
        {
            writer.WriteExtension(_section.Extensions.VideoOrientation, [packet.VideoOrientation]);
        }

        if (packet.StartsKeyFrame)
        {
            writer.WriteExtension(_section.Extensions.PlayoutDelay, PlayoutDelayValue);
        }

        if (packet.DescriptorLength > 0)
        {
            Span<byte> descriptor = stackalloc byte[byte.MaxValue];
            descriptor = descriptor[..packet.DescriptorLength];
            layer.History.Descriptor(index).CopyTo(descriptor);
            DependencyDescriptor.WriteNumbers(descriptor, rewrite.Dependency.FrameNumber, rewrite.Dependency.TemplateShift);
            writer.WriteExtension(_section.Extensions.DependencyDescriptor, descriptor);
        }

        return writer.Finish();
    }

    /// <summary>Of what the RTX stream carries beside repairs.</summary>
    private int WriteBareHeader(Span<byte> buffer, long sequence, uint timestamp)
    {
        var writer = new RtpHeaderWriter(
            buffer, false, new PayloadType(_fillingType!.Value), Low(sequence), new RtpTime(timestamp), new Ssrc(_section.Slot.RtxSsrc!.Value));
        WriteNumber(ref writer);
        return writer.Finish();
    }

    private void WriteNumber(ref RtpHeaderWriter writer)
    {
        if (_isNumbered && Egress is { } egress)
        {
            Span<byte> number = stackalloc byte[TransportSequence.EncodedLength];
            TransportSequence.Write(number, egress.NextSequence);
            writer.WriteExtension(_section.Extensions.TransportCc, number);
        }
    }

    private static RtpSeq Low(long sequence) => new(unchecked((ushort)sequence));

    private static byte[] Encode(PlayoutDelay delay)
    {
        var value = new byte[PlayoutDelay.EncodedLength];
        delay.WriteTo(value);
        return value;
    }
}
