using System.Buffers.Binary;

namespace Serverless.Rtc.Stun;

/// <summary>Where the known attributes of a message are. The first of a kind counts (RFC 8489 §14).</summary>
internal struct StunAttributes
{
    public Slot Username;
    public Slot Integrity;
    public Slot Fingerprint;
    public Slot ErrorCode;
    public Slot XorMappedAddress;
    public Slot Priority;
    public Slot UseCandidate;
    public Slot IceControlled;
    public Slot IceControlling;
    public ushort UnknownRequired;

    public static bool TryFind(ReadOnlySpan<byte> message, out StunAttributes found)
    {
        found = default;
        var position = StunHeader.Length;
        while (position < message.Length)
        {
            // The message is a multiple of four bytes long, so an attribute's header is always whole.
            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(message[position..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(position + 2)..]);
            position += StunHeader.AttributeHeaderLength;

            // Nothing may follow FINGERPRINT (§14.7).
            if (length > message.Length - position
                || found.Fingerprint.IsPresent
                || !found.TryAdd(type, position, length))
            {
                return false;
            }

            position += StunHeader.Padded(length);
        }

        return true;
    }

    /// <summary>False when the length is not the one its type has.</summary>
    private bool TryAdd(StunAttribute type, int offset, int length)
    {
        // What follows MESSAGE-INTEGRITY is not protected by it and must be ignored, except FINGERPRINT (§14.5).
        if (Integrity.IsPresent && type != StunAttribute.Fingerprint)
        {
            return true;
        }

        switch (type)
        {
            case StunAttribute.Username:
                return TrySet(ref Username, offset, length, length <= 513);
            case StunAttribute.MessageIntegrity:
                return TrySet(ref Integrity, offset, length, length == StunHeader.IntegrityLength);
            case StunAttribute.Fingerprint:
                return TrySet(ref Fingerprint, offset, length, length == StunHeader.FingerprintLength);
            case StunAttribute.ErrorCode:
                return TrySet(ref ErrorCode, offset, length, length >= 4);
            case StunAttribute.XorMappedAddress:
                return TrySet(ref XorMappedAddress, offset, length, length is 8 or 20);
            case StunAttribute.Priority:
                return TrySet(ref Priority, offset, length, length == 4);
            case StunAttribute.UseCandidate:
                return TrySet(ref UseCandidate, offset, length, length == 0);
            case StunAttribute.IceControlled:
                return TrySet(ref IceControlled, offset, length, length == 8);
            case StunAttribute.IceControlling:
                return TrySet(ref IceControlling, offset, length, length == 8);
            default:
                NoteUnknown(type);
                return true;
        }
    }

    private static bool TrySet(ref Slot slot, int offset, int length, bool valid)
    {
        if (valid && !slot.IsPresent)
        {
            slot = new Slot((ushort)offset, (ushort)length);
        }

        return valid;
    }

    private void NoteUnknown(StunAttribute type)
    {
        var known = type is StunAttribute.MappedAddress or StunAttribute.UnknownAttributes or StunAttribute.Realm
            or StunAttribute.Nonce or StunAttribute.MessageIntegritySha256 or StunAttribute.PasswordAlgorithm
            or StunAttribute.UserHash;
        if ((ushort)type < 0x8000 && !known && UnknownRequired == 0)
        {
            UnknownRequired = (ushort)type;
        }
    }

    /// <summary>A value within the message; the offset of a present one is never zero.</summary>
    internal readonly record struct Slot(ushort Offset, ushort Length)
    {
        public bool IsPresent => Offset != 0;
    }
}
