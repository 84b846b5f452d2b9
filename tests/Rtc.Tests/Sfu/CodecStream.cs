using System.Buffers.Binary;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Tests.Rtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>A publisher's plain packets of one codec, as <see cref="ClientOffer"/> negotiates them, with what forwarding rewrites in each.</summary>
internal sealed class CodecStream(CodecKind codec)
{
    private const int FramesPerKeyFrame = 128;
    private const int Length = 1000;

    // Elements of the offer.
    private const byte AudioLevel = 1;
    private const byte TransportCc = 3;
    private const byte Dependency = 12;

    private ushort _sequence = 100;
    private int _frame;
    private bool _isFirst = true;

    public MediaKind Kind => codec is CodecKind.Opus or CodecKind.Red ? MediaKind.Audio : MediaKind.Video;

    public MediaSource Source => Kind == MediaKind.Audio ? MediaSource.Microphone : MediaSource.Camera;

    public IReadOnlyList<NegotiatedCodec> Codecs { get; } = codec switch
    {
        CodecKind.Opus => [ClientCodecs.Opus],
        CodecKind.Red => [ClientCodecs.Red, ClientCodecs.Opus],
        CodecKind.Vp8 => [ClientCodecs.Vp8],
        CodecKind.Vp9 => [ClientCodecs.Vp9],
        CodecKind.H264 => [ClientCodecs.H264],
        CodecKind.Av1 => [ClientCodecs.Av1],
    };

    /// <param name="isLast">Of its frame.</param>
    /// <returns>The packet's length.</returns>
    public int Next(Span<byte> packet, uint ssrc, bool isLast)
    {
        packet.Clear();
        var isKey = _frame % FramesPerKeyFrame == 0;
        var writer = new RtpHeaderWriter(
            packet, isLast, new PayloadType(Codecs[0].PayloadType), new RtpSeq(_sequence), new RtpTime((uint)(_frame * 3000)), new Ssrc(ssrc));
        Span<byte> value = stackalloc byte[32];
        BinaryPrimitives.WriteUInt16BigEndian(value, _sequence++);
        writer.WriteExtension(TransportCc, value[..2]);
        if (Kind == MediaKind.Audio)
        {
            // V, and -20 dBov (RFC 6464 §3).
            writer.WriteExtension(AudioLevel, [0x80 | 20]);
        }
        else if (codec == CodecKind.Av1)
        {
            writer.WriteExtension(Dependency, value[..WriteDependency(value, isKey, isLast)]);
        }

        var header = writer.Finish();
        WriteDescriptor(packet[header..], isKey, isLast);
        _isFirst = isLast;
        _frame += isLast ? 1 : 0;
        return Length;
    }

    private int WriteDependency(Span<byte> descriptor, bool isKey, bool isLast)
    {
        // The structure comes with the first packet of a key frame; else the second template, which refers to the frame before.
        var length = isKey && _isFirst ? DependencyReaderTests.L1T2.Length : 3;
        DependencyReaderTests.L1T2.AsSpan(0, length).CopyTo(descriptor);
        descriptor[0] = (byte)((_isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | (isKey ? 0 : 1));
        BinaryPrimitives.WriteUInt16BigEndian(descriptor[1..], (ushort)_frame);
        return length;
    }

    private void WriteDescriptor(Span<byte> payload, bool isKey, bool isLast)
    {
        switch (codec)
        {
            case CodecKind.Vp8:
                // X and S, then I, L, T and K (RFC 7741 §4.2), then the frame tag.
                payload[0] = (byte)(_isFirst ? 0x90 : 0x80);
                payload[1] = 0xF0;
                WritePicture(payload[2..]);
                payload[4] = (byte)_frame;
                payload[6] = (byte)(isKey ? 0 : 1);
                break;
            case CodecKind.Vp9:
                // I, P, L, B and E (RFC 9628 §4.2), layers of which there is one, TL0PICIDX.
                payload[0] = (byte)(0xA0 | (isKey ? 0 : 0x40) | (_isFirst ? 0x08 : 0) | (isLast ? 0x04 : 0));
                WritePicture(payload[1..]);
                payload[4] = (byte)_frame;
                payload[5] = 0x82;
                break;
            case CodecKind.H264:
                // A slice, or one of an IDR picture (RFC 6184 §5.6).
                payload[0] = (byte)(isKey ? 0x65 : 0x41);
                break;
            case CodecKind.Av1:
                payload[0] = (byte)(isKey && _isFirst ? 0x18 : 0x10);
                break;
            case CodecKind.Red:
                // Nothing repeated: the primary block's payload type (RFC 2198 §3).
                payload[0] = ClientCodecs.Opus.PayloadType;
                break;
            case CodecKind.Opus:
                break;
        }
    }

    private void WritePicture(Span<byte> payload) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)(0x8000 | (_frame & 0x7FFF)));
}
