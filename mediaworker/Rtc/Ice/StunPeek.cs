using System.Buffers.Binary;
using Serverless.Rtc.Stun;

namespace Serverless.Rtc.Ice;

/// <summary>Finds the transport for a check from an address not seen before.</summary>
public static class StunPeek
{
    /// <summary>
    /// The receiver's ufrag out of USERNAME, for a lookup only: nothing is validated beyond the bounds it reads in.
    /// </summary>
    public static bool TryReadLocalUfrag(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> ufrag)
    {
        ufrag = default;
        if (datagram.Length < StunHeader.Length
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunHeader.MagicCookie)
        {
            return false;
        }

        var rest = datagram[StunHeader.Length..];
        while (rest.Length >= StunHeader.AttributeHeaderLength)
        {
            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(rest);
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            rest = rest[StunHeader.AttributeHeaderLength..];
            if (length > rest.Length)
            {
                return false;
            }

            if (type == StunAttribute.Username)
            {
                var colon = rest[..length].IndexOf((byte)':');
                ufrag = colon > 0 ? rest[..colon] : default;
                return colon > 0;
            }

            rest = rest[Math.Min(StunHeader.Padded(length), rest.Length)..];
        }

        return false;
    }
}
