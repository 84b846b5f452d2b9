using System.Buffers.Binary;

namespace Serverless.Rtc.Rtcp;

/// <summary>
/// Goes through a decrypted compound packet (RFC 3550 §6.1), or a reduced-size one (RFC 5506), which may begin with any
/// type. It stops at the first packet that is malformed; those before it count.
/// </summary>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    internal const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>Whether reading stopped before the end.</summary>
    public bool IsMalformed { get; private set; }

    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        IsMalformed = !TrySplit(_rest, out packet, out var length);
        _rest = _rest[length..];
        return !IsMalformed;
    }

    private static bool TrySplit(ReadOnlySpan<byte> data, out RtcpPacket packet, out int length)
    {
        packet = default;
        length = 0;
        if (data.Length < HeaderLength || data[0] >> 6 != 2)
        {
            return false;
        }

        var total = HeaderLength + (4 * BinaryPrimitives.ReadUInt16BigEndian(data[2..]));
        if (total > data.Length)
        {
            return false;
        }

        var body = data[HeaderLength..total];
        if ((data[0] & 0x20) != 0)
        {
            // The count includes itself, so zero is a lie (§6.4.1).
            var padding = body.IsEmpty ? 0 : body[^1];
            if (padding == 0 || padding > body.Length)
            {
                return false;
            }

            body = body[..^padding];
        }

        packet = new RtcpPacket((RtcpType)data[1], data[0] & 0x1F, body);
        length = total;
        return true;
    }
}
