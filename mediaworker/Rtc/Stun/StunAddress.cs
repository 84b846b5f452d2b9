using System.Buffers.Binary;
using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Stun;

/// <summary>
/// The value of XOR-MAPPED-ADDRESS (RFC 8489 §14.2): port and address are XORed with the cookie and the transaction id,
/// because some NATs rewrite addresses they find in a payload.
/// </summary>
internal static class StunAddress
{
    private const byte IPv4 = 1;
    private const byte IPv6 = 2;

    public static bool TryRead(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transactionId, out UdpAddress address)
    {
        address = default;
        if (value.Length < 8)
        {
            return false;
        }

        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (StunHeader.MagicCookie >> 16));
        if (value[1] == IPv4 && value.Length == 8)
        {
            var hostOrder = BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ StunHeader.MagicCookie;
            address = UdpAddress.FromIPv4(hostOrder, port);
            return true;
        }

        if (value[1] == IPv6 && value.Length == 20)
        {
            var high = BinaryPrimitives.ReadUInt64BigEndian(value[4..]) ^ HighMask(transactionId);
            var low = BinaryPrimitives.ReadUInt64BigEndian(value[12..]) ^ LowMask(transactionId);
            address = new UdpAddress(high, low, port);
            return true;
        }

        return false;
    }

    public static int ValueLength(UdpAddress address) => address.IsIPv4 ? 8 : 20;

    public static void Write(ref SpanWriter writer, UdpAddress address, scoped ReadOnlySpan<byte> transactionId)
    {
        writer.WriteU8(0);
        writer.WriteU8(address.IsIPv4 ? IPv4 : IPv6);
        writer.WriteU16((ushort)(address.Port ^ (StunHeader.MagicCookie >> 16)));
        if (address.IsIPv4)
        {
            writer.WriteU32((uint)address.Low ^ StunHeader.MagicCookie);
        }
        else
        {
            writer.WriteU64(address.High ^ HighMask(transactionId));
            writer.WriteU64(address.Low ^ LowMask(transactionId));
        }
    }

    private static ulong HighMask(ReadOnlySpan<byte> transactionId) =>
        ((ulong)StunHeader.MagicCookie << 32) | BinaryPrimitives.ReadUInt32BigEndian(transactionId);

    private static ulong LowMask(ReadOnlySpan<byte> transactionId) =>
        BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]);
}
