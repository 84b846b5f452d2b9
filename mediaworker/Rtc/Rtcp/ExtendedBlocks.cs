using System.Buffers.Binary;

namespace Serverless.Rtc.Rtcp;

/// <summary>Goes through the blocks of an extended report (RFC 3611 §3) and stops at the first that does not fit.</summary>
internal ref struct ExtendedBlocks(ReadOnlySpan<byte> blocks)
{
    /// <summary>Receiver reference time (RFC 3611 §4.4).</summary>
    public const byte ReferenceTime = 4;

    /// <summary>Delay since the last receiver reference time (RFC 3611 §4.5).</summary>
    public const byte ReferenceDelays = 5;

    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = blocks;

    public bool TryRead(out byte type, out ReadOnlySpan<byte> content)
    {
        type = 0;
        content = default;
        if (_rest.Length < HeaderLength)
        {
            return false;
        }

        var end = HeaderLength + (4 * BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]));
        if (end > _rest.Length)
        {
            return false;
        }

        type = _rest[0];
        content = _rest[HeaderLength..end];
        _rest = _rest[end..];
        return true;
    }
}
