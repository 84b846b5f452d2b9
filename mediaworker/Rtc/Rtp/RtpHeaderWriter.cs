using System.Buffers.Binary;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Rtp;

/// <summary>
/// Writes a fresh RTP header: constructor, at most one <see cref="WriteCsrc"/>, any <see cref="WriteExtension"/>,
/// then <see cref="Finish"/>. The extension block is in the one-byte form and turns to the two-byte form at the first
/// element that needs it. A header that does not fit has length zero; nothing here throws.
/// </summary>
public ref struct RtpHeaderWriter
{
    private const int BlockHeaderLength = 4;
    private const int MaxOneByteBlock = 14 * 17;

    private readonly Span<byte> _buffer;
    private int _position;
    private int _blockOffset;
    private bool _twoByte;
    private bool _overflowed;

    public RtpHeaderWriter(
        Span<byte> buffer, bool marker, PayloadType payloadType, RtpSeq sequence, RtpTime timestamp, Ssrc ssrc)
    {
        _buffer = buffer;
        if (!TryTake(RtpView.FixedHeaderLength, out var header))
        {
            return;
        }

        header[0] = 0x80;
        header[1] = (byte)((marker ? 0x80 : 0) | (payloadType.Value & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], timestamp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], ssrc.Value);
    }

    /// <summary>Before any extension.</summary>
    public void WriteCsrc(Ssrc csrc)
    {
        if (_blockOffset == 0 && TryTake(4, out var target))
        {
            _buffer[0]++;
            BinaryPrimitives.WriteUInt32BigEndian(target, csrc.Value);
        }
    }

    /// <param name="id">1–255; the SDP's extmap number. Zero, which means "not negotiated", writes nothing.</param>
    /// <param name="value">At most 255 bytes. Longer ones spoil the header.</param>
    public void WriteExtension(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0 || !TryBeginBlock())
        {
            return;
        }

        var fitsOneByte = id < 15 && value.Length is >= 1 and <= 16;
        if (value.Length > byte.MaxValue || (!_twoByte && !fitsOneByte && !TryConvertToTwoByte()))
        {
            _overflowed = true;
            return;
        }

        if (!TryTake((_twoByte ? 2 : 1) + value.Length, out var target))
        {
            return;
        }

        if (_twoByte)
        {
            target[0] = id;
            target[1] = (byte)value.Length;
        }
        else
        {
            target[0] = (byte)((id << 4) | (value.Length - 1));
        }

        value.CopyTo(target[(_twoByte ? 2 : 1)..]);
    }

    /// <returns>The header's length; zero when it did not fit.</returns>
    public int Finish()
    {
        if (_blockOffset != 0 && !_overflowed)
        {
            var contentLength = _position - _blockOffset - BlockHeaderLength;
            var padding = -contentLength & 3;
            if (TryTake(padding, out var zeros))
            {
                zeros.Clear();
                var profile = _twoByte ? RtpExtensions.TwoByteProfile : RtpExtensions.OneByteProfile;
                BinaryPrimitives.WriteUInt16BigEndian(_buffer[_blockOffset..], profile);
                BinaryPrimitives.WriteUInt16BigEndian(
                    _buffer[(_blockOffset + 2)..], (ushort)((contentLength + padding) / 4));
            }
        }

        return _overflowed ? 0 : _position;
    }

    private bool TryBeginBlock()
    {
        if (_blockOffset == 0 && TryTake(BlockHeaderLength, out _))
        {
            _blockOffset = _position - BlockHeaderLength;
            _buffer[0] |= 0x10;
        }

        return !_overflowed;
    }

    /// <summary>Every element grows by its length byte.</summary>
    private bool TryConvertToTwoByte()
    {
        var start = _blockOffset + BlockHeaderLength;
        Span<byte> elements = stackalloc byte[MaxOneByteBlock];
        var count = _position - start;
        if (count > elements.Length)
        {
            return false;
        }

        _buffer.Slice(start, count).CopyTo(elements);
        _position = start;
        _twoByte = true;
        for (var index = 0; index < count;)
        {
            var id = (byte)(elements[index] >> 4);
            var length = (elements[index] & 0x0F) + 1;
            WriteExtension(id, elements.Slice(index + 1, length));
            index += 1 + length;
        }

        return !_overflowed;
    }

    private bool TryTake(int count, out Span<byte> target)
    {
        if (_overflowed || count > _buffer.Length - _position)
        {
            _overflowed = true;
            target = default;
            return false;
        }

        target = _buffer.Slice(_position, count);
        _position += count;
        return true;
    }
}
