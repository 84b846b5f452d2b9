using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// Retransmission packets (RFC 4588 §4): the original's header under the RTX stream's identity, the original sequence
/// number (OSN), the original's payload. Padding is not carried over.
/// </summary>
public static class RtxPacket
{
    public const int OriginalSequenceLength = 2;

    /// <param name="original">The packet to send again.</param>
    /// <param name="payloadType">Of the RTX stream, tied to the original's by <c>apt</c>.</param>
    /// <param name="sequence">Of the RTX stream, which counts for itself.</param>
    /// <param name="ssrc">Of the RTX stream, tied to the original's by <c>ssrc-group:FID</c>.</param>
    /// <param name="destination">At least two bytes longer than the original.</param>
    /// <param name="length">Of the RTX packet.</param>
    public static bool TryWrap(
        RtpView original, PayloadType payloadType, RtpSeq sequence, Ssrc ssrc, Span<byte> destination, out int length)
    {
        var payload = original.Payload;
        length = original.HeaderLength + OriginalSequenceLength + payload.Length;
        if (length > destination.Length)
        {
            length = 0;
            return false;
        }

        WriteHeader(original, payloadType, sequence, ssrc, destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[original.HeaderLength..], original.Sequence.Value);
        payload.CopyTo(destination[(original.HeaderLength + OriginalSequenceLength)..]);
        return true;
    }

    /// <summary>
    /// The original out of an RTX packet; false for one without OSN, as padding packets of probes are.
    /// </summary>
    public static bool TryUnwrap(
        RtpView retransmission, PayloadType payloadType, Ssrc ssrc, Span<byte> destination, out int length)
    {
        length = 0;
        var payload = retransmission.Payload;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(payload, out var originalSequence)
            || retransmission.HeaderLength + payload.Length - OriginalSequenceLength > destination.Length)
        {
            return false;
        }

        WriteHeader(retransmission, payloadType, new RtpSeq(originalSequence), ssrc, destination);
        payload[OriginalSequenceLength..].CopyTo(destination[retransmission.HeaderLength..]);
        length = retransmission.HeaderLength + payload.Length - OriginalSequenceLength;
        return true;
    }

    private static void WriteHeader(
        RtpView source, PayloadType payloadType, RtpSeq sequence, Ssrc ssrc, Span<byte> target)
    {
        source.Header.CopyTo(target);
        target[0] &= 0xDF;
        target[1] = (byte)((source.Marker ? 0x80 : 0) | (payloadType.Value & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], ssrc.Value);
    }
}
