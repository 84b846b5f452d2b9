using System.Buffers.Binary;
using System.Text;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Stun;

/// <summary>
/// Writes one message into a buffer: attributes in any order, then <see cref="WriteIntegrity"/>, then
/// <see cref="WriteFingerprint"/>. Nothing here throws: a message that did not fit has <see cref="Length"/> zero.
/// </summary>
public ref struct StunWriter
{
    private SpanWriter _writer;

    /// <param name="buffer">At most <see cref="StunMessage.MaxLength"/> bytes of it are used.</param>
    /// <param name="messageClass">Request, response or indication.</param>
    /// <param name="transactionId">
    /// 12 bytes: fresh and unpredictable in a request, the request's own in a response.
    /// </param>
    public StunWriter(Span<byte> buffer, StunClass messageClass, scoped ReadOnlySpan<byte> transactionId)
    {
        _writer = new SpanWriter(buffer[..Math.Min(buffer.Length, StunMessage.MaxLength)]);
        _writer.WriteU16(StunHeader.Type(messageClass, StunMethod.Binding));
        _writer.WriteU16(0);
        _writer.WriteU32(StunHeader.MagicCookie);
        _writer.WriteBytes(transactionId);
    }

    /// <summary>Bytes of the whole message so far; zero when it did not fit.</summary>
    public readonly int Length => _writer.Overflowed ? 0 : _writer.Position;

    /// <summary>USERNAME of a check: the receiver's fragment first (RFC 8445 §7.2.2).</summary>
    public void WriteUsername(scoped ReadOnlySpan<byte> receiverUfrag, scoped ReadOnlySpan<byte> senderUfrag)
    {
        var length = receiverUfrag.Length + 1 + senderUfrag.Length;
        WriteHeader(StunAttribute.Username, length);
        _writer.WriteBytes(receiverUfrag);
        _writer.WriteU8((byte)':');
        _writer.WriteBytes(senderUfrag);
        Finish(length);
    }

    public void WritePriority(uint priority)
    {
        WriteHeader(StunAttribute.Priority, 4);
        _writer.WriteU32(priority);
        Finish(4);
    }

    public void WriteUseCandidate() => WriteEmpty((ushort)StunAttribute.UseCandidate);

    public void WriteIceControlling(ulong tieBreaker) => WriteTieBreaker(StunAttribute.IceControlling, tieBreaker);

    public void WriteIceControlled(ulong tieBreaker) => WriteTieBreaker(StunAttribute.IceControlled, tieBreaker);

    public void WriteXorMappedAddress(UdpAddress address)
    {
        if (_writer.Overflowed)
        {
            return;
        }

        var transactionId = _writer.Written.Slice(StunHeader.TransactionIdOffset, StunHeader.TransactionIdLength);
        var length = StunAddress.ValueLength(address);
        WriteHeader(StunAttribute.XorMappedAddress, length);
        StunAddress.Write(ref _writer, address, transactionId);
        Finish(length);
    }

    /// <param name="code">300–699.</param>
    /// <param name="reason">ASCII, at most 127 characters.</param>
    public void WriteErrorCode(int code, scoped ReadOnlySpan<char> reason)
    {
        Span<byte> text = stackalloc byte[127];
        var count = Encoding.ASCII.GetBytes(reason[..Math.Min(reason.Length, text.Length)], text);
        WriteHeader(StunAttribute.ErrorCode, 4 + count);
        _writer.WriteU16(0);
        _writer.WriteU8((byte)(code / 100));
        _writer.WriteU8((byte)(code % 100));
        _writer.WriteBytes(text[..count]);
        Finish(4 + count);
    }

    /// <summary>UNKNOWN-ATTRIBUTES with one type, for a 420 (RFC 8489 §6.3.1).</summary>
    public void WriteUnknownAttribute(ushort type)
    {
        WriteHeader(StunAttribute.UnknownAttributes, 2);
        _writer.WriteU16(type);
        Finish(2);
    }

    public void WriteIntegrity(scoped ReadOnlySpan<byte> password)
    {
        if (_writer.Overflowed)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[StunHeader.IntegrityLength];
        StunIntegrity.Compute(_writer.Written, password, hash);
        WriteHeader(StunAttribute.MessageIntegrity, hash.Length);
        _writer.WriteBytes(hash);
        Finish(hash.Length);
    }

    public void WriteFingerprint()
    {
        if (_writer.Overflowed)
        {
            return;
        }

        // The CRC covers a header whose length already counts this attribute.
        var covered = _writer.Position;
        SetLength(covered + StunHeader.AttributeHeaderLength + StunHeader.FingerprintLength);
        var crc = Crc32.Hash(_writer.Written) ^ StunHeader.FingerprintXor;
        WriteHeader(StunAttribute.Fingerprint, StunHeader.FingerprintLength);
        _writer.WriteU32(crc);
    }

    /// <summary>An attribute without a value, of any type.</summary>
    internal void WriteEmpty(ushort type)
    {
        WriteHeader((StunAttribute)type, 0);
        Finish(0);
    }

    private void WriteTieBreaker(StunAttribute type, ulong value)
    {
        WriteHeader(type, 8);
        _writer.WriteU64(value);
        Finish(8);
    }

    private void WriteHeader(StunAttribute type, int length)
    {
        _writer.WriteU16((ushort)type);
        _writer.WriteU16((ushort)length);
    }

    private void Finish(int length)
    {
        _writer.WriteZeros(StunHeader.Padded(length) - length);
        if (!_writer.Overflowed)
        {
            SetLength(_writer.Position);
        }
    }

    private readonly void SetLength(int total) =>
        BinaryPrimitives.WriteUInt16BigEndian(_writer.Written[2..], (ushort)(total - StunHeader.Length));
}
