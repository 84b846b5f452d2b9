using System.Buffers.Binary;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// Enumerates an extension block in one-byte or two-byte form (RFC 8285 §4.2, §4.3). It ends at the first element that
/// does not fit; the elements before it count.
/// </summary>
public ref struct RtpExtensions
{
    internal const ushort OneByteProfile = 0xBEDE;

    /// <summary>The last four bits are for the application.</summary>
    internal const ushort TwoByteProfile = 0x1000;

    private readonly ReadOnlySpan<byte> _header;
    private readonly bool _twoByte;
    private int _position;

    /// <param name="header">The packet up to the end of the block.</param>
    /// <param name="offset">Of the block's profile field.</param>
    internal RtpExtensions(ReadOnlySpan<byte> header, int offset)
    {
        var profile = BinaryPrimitives.ReadUInt16BigEndian(header[offset..]);
        _twoByte = (profile & 0xFFF0) == TwoByteProfile;
        _header = _twoByte || profile == OneByteProfile ? header : default;
        _position = offset + 4;
    }

    public RtpExtension Current { get; private set; }

    public readonly RtpExtensions GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_position < _header.Length)
        {
            // A zero byte is padding in both forms.
            if (_header[_position] == 0)
            {
                _position++;
                continue;
            }

            return _twoByte ? MoveTwoByte() : MoveOneByte();
        }

        return false;
    }

    private bool MoveOneByte()
    {
        var id = (byte)(_header[_position] >> 4);
        var length = (_header[_position] & 0x0F) + 1;

        // 15 ends the block; so does id 0 with a length (§4.2).
        return id is not (0 or 15) && TrySet(id, _position + 1, length);
    }

    private bool MoveTwoByte() =>
        _position + 1 < _header.Length && TrySet(_header[_position], _position + 2, _header[_position + 1]);

    private bool TrySet(byte id, int offset, int length)
    {
        if (length > _header.Length - offset)
        {
            _position = _header.Length;
            return false;
        }

        Current = new RtpExtension(id, offset, _header.Slice(offset, length));
        _position = offset + length;
        return true;
    }
}
