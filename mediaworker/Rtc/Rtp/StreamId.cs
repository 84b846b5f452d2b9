using System.Buffers.Binary;
using System.Text;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// MID, RID or repaired RID as the packet carries it (RFC 9143 §15, RFC 8852 §3): up to 16 characters, held by value
/// so that it keys a dictionary without a string per packet.
/// </summary>
public readonly record struct StreamId
{
    public const int MaxLength = 16;

    private readonly ulong _high;
    private readonly ulong _low;

    private StreamId(ReadOnlySpan<byte> characters)
    {
        Span<byte> padded = stackalloc byte[MaxLength];
        characters.CopyTo(padded);
        _high = BinaryPrimitives.ReadUInt64BigEndian(padded);
        _low = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        Length = (byte)characters.Length;
    }

    public byte Length { get; }

    public bool IsEmpty => Length == 0;

    public static bool TryParse(ReadOnlySpan<byte> value, out StreamId id)
    {
        id = default;
        if (value.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var character in value)
        {
            if (!IsToken(character))
            {
                return false;
            }
        }

        id = new StreamId(value);
        return true;
    }

    /// <summary>From SDP.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[MaxLength];
        return text.Length <= MaxLength
            && Encoding.UTF8.TryGetBytes(text, bytes, out var count)
            && TryParse(bytes[..count], out id);
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void WriteTo(Span<byte> destination)
    {
        Span<byte> padded = stackalloc byte[MaxLength];
        BinaryPrimitives.WriteUInt64BigEndian(padded, _high);
        BinaryPrimitives.WriteUInt64BigEndian(padded[8..], _low);
        padded[..Length].CopyTo(destination);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        WriteTo(bytes);
        return Encoding.ASCII.GetString(bytes[..Length]);
    }

    /// <summary>The token characters of SDP (RFC 8866 §9), which include those of a RID.</summary>
    private static bool IsToken(byte character) =>
        character is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'(' or (byte)')' or (byte)',' or (byte)'/'
            or (byte)':' or (byte)';' or (byte)'<' or (byte)'=' or (byte)'>' or (byte)'?' or (byte)'@' or (byte)'['
            or (byte)'\\' or (byte)']');
}
