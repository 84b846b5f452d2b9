using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtp;

/// <summary>Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).</summary>
public static class TransportSequence
{
    public const int EncodedLength = 2;

    /// <summary>
    /// Version 2 of the extension has more bytes, which ask for feedback; the number comes first in both.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out RtpSeq sequence)
    {
        var read = BinaryPrimitives.TryReadUInt16BigEndian(value, out var number);
        sequence = new RtpSeq(number);
        return read;
    }

    public static void Write(Span<byte> destination, RtpSeq sequence) =>
        BinaryPrimitives.WriteUInt16BigEndian(destination, sequence.Value);
}
