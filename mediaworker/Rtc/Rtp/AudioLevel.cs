namespace Serverless.Rtc.Rtp;

/// <summary>Client-to-mixer audio level (RFC 6464).</summary>
/// <param name="HasVoice">The sender's voice detector fired.</param>
/// <param name="Level">In −dBov: 0 is the loudest, 127 silence.</param>
public readonly record struct AudioLevel(bool HasVoice, byte Level)
{
    public const int EncodedLength = 1;

    /// <summary>Takes the first byte: in the two-byte form a second one may follow (RFC 6464 §3).</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out AudioLevel level)
    {
        level = value.IsEmpty ? default : new AudioLevel((value[0] & 0x80) != 0, (byte)(value[0] & 0x7F));
        return !value.IsEmpty;
    }

    public void WriteTo(Span<byte> destination) => destination[0] = (byte)((HasVoice ? 0x80 : 0) | (Level & 0x7F));
}
