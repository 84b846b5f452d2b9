using System.Buffers.Binary;
using System.Security.Cryptography;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Stun;

/// <summary>
/// A STUN message in place (RFC 8489). Parsing checks the frame and every attribute's bounds, not who sent it: that is
/// <see cref="HasValidIntegrity"/>.
/// </summary>
public readonly ref struct StunMessage
{
    /// <summary>
    /// Longer ones are refused: an ICE check has some hundred bytes, and the HMAC needs a copy on the stack.
    /// </summary>
    public const int MaxLength = 1500;

    private readonly ReadOnlySpan<byte> _data;
    private readonly StunAttributes _attributes;

    private StunMessage(ReadOnlySpan<byte> data, StunAttributes attributes)
    {
        _data = data;
        _attributes = attributes;
    }

    private ushort Type => BinaryPrimitives.ReadUInt16BigEndian(_data);

    public StunClass Class => StunHeader.Class(Type);

    public StunMethod Method => StunHeader.Method(Type);

    public bool IsBindingRequest => Method == StunMethod.Binding && Class == StunClass.Request;

    /// <summary>12 bytes.</summary>
    public ReadOnlySpan<byte> TransactionId =>
        _data.Slice(StunHeader.TransactionIdOffset, StunHeader.TransactionIdLength);

    public bool HasUsername => _attributes.Username.IsPresent;

    /// <summary>Empty when absent. In a check: the receiver's ufrag, a colon, the sender's (RFC 8445 §7.2.2).</summary>
    public ReadOnlySpan<byte> Username => Value(_attributes.Username);

    public bool UseCandidate => _attributes.UseCandidate.IsPresent;

    /// <summary>Null when absent.</summary>
    public uint? Priority =>
        _attributes.Priority.IsPresent ? BinaryPrimitives.ReadUInt32BigEndian(Value(_attributes.Priority)) : null;

    /// <summary>The sender's tie-breaker if it says that it controls.</summary>
    public ulong? IceControlling => TieBreaker(_attributes.IceControlling);

    /// <summary>The sender's tie-breaker if it says that it is controlled.</summary>
    public ulong? IceControlled => TieBreaker(_attributes.IceControlled);

    /// <summary>300–699, or null when absent.</summary>
    public int? ErrorCode
    {
        get
        {
            var value = Value(_attributes.ErrorCode);
            return _attributes.ErrorCode.IsPresent ? ((value[2] & 7) * 100) + value[3] : null;
        }
    }

    public bool HasIntegrity => _attributes.Integrity.IsPresent;

    public bool HasFingerprint => _attributes.Fingerprint.IsPresent;

    /// <summary>A comprehension-required attribute that this code does not know (RFC 8489 §6.3.1), or null.</summary>
    public ushort? UnknownRequired => _attributes.UnknownRequired == 0 ? null : _attributes.UnknownRequired;

    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length is < StunHeader.Length or > MaxLength
            || (datagram[0] & 0xC0) != 0
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - StunHeader.Length
            || datagram.Length % 4 != 0
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunHeader.MagicCookie
            || !StunAttributes.TryFind(datagram, out var attributes))
        {
            return false;
        }

        message = new StunMessage(datagram, attributes);
        return true;
    }

    public bool HasValidIntegrity(ReadOnlySpan<byte> password)
    {
        if (!HasIntegrity)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[StunHeader.IntegrityLength];
        var covered = _attributes.Integrity.Offset - StunHeader.AttributeHeaderLength;
        StunIntegrity.Compute(_data[..covered], password, expected);
        return CryptographicOperations.FixedTimeEquals(expected, Value(_attributes.Integrity));
    }

    public bool HasValidFingerprint()
    {
        if (!HasFingerprint)
        {
            return false;
        }

        var covered = _attributes.Fingerprint.Offset - StunHeader.AttributeHeaderLength;
        return BinaryPrimitives.ReadUInt32BigEndian(Value(_attributes.Fingerprint))
            == (Crc32.Hash(_data[..covered]) ^ StunHeader.FingerprintXor);
    }

    /// <summary>XOR-MAPPED-ADDRESS (RFC 8489 §14.2).</summary>
    public bool TryGetMappedAddress(out UdpAddress address) =>
        StunAddress.TryRead(Value(_attributes.XorMappedAddress), TransactionId, out address);

    private ReadOnlySpan<byte> Value(StunAttributes.Slot slot) => _data.Slice(slot.Offset, slot.Length);

    private ulong? TieBreaker(StunAttributes.Slot slot) =>
        slot.IsPresent ? BinaryPrimitives.ReadUInt64BigEndian(Value(slot)) : null;
}
