namespace Serverless.Rtc.Rtp;

/// <summary>Coordination of video orientation (3GPP TS 26.114 §7.4.5), which a phone sends when it is turned.</summary>
/// <param name="IsBackCamera">The camera faces away from the user.</param>
/// <param name="IsFlipped">Mirrored horizontally.</param>
/// <param name="QuarterTurns">How often the receiver turns the picture by 90° clockwise, 0–3.</param>
public readonly record struct VideoOrientation(bool IsBackCamera, bool IsFlipped, byte QuarterTurns)
{
    public const int EncodedLength = 1;

    public static bool TryParse(ReadOnlySpan<byte> value, out VideoOrientation orientation)
    {
        orientation = value.IsEmpty
            ? default
            : new VideoOrientation((value[0] & 8) != 0, (value[0] & 4) != 0, (byte)(value[0] & 3));
        return !value.IsEmpty;
    }

    public void WriteTo(Span<byte> destination) =>
        destination[0] = (byte)((IsBackCamera ? 8 : 0) | (IsFlipped ? 4 : 0) | (QuarterTurns & 3));
}
