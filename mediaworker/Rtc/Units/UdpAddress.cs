using System.Buffers.Binary;
using System.Net;

namespace Serverless.Rtc.Units;

/// <summary>
/// Address, port and protocol of a peer as a value, cheap as a dictionary key. IPv4 is held in its IPv4-mapped form (RFC 4291
/// §2.5.5.2), so a peer is the same peer whichever kind of socket saw it.
/// </summary>
/// <param name="High">The first eight bytes of the address in network order, as a number.</param>
/// <param name="Low">The last eight bytes of the address in network order, as a number.</param>
/// <param name="Port">UDP or TCP port.</param>
/// <param name="Protocol">The same port means another peer in each.</param>
public readonly record struct UdpAddress(
    ulong High, ulong Low, ushort Port, TransportProtocol Protocol = TransportProtocol.Udp)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    /// <param name="address">The four bytes in network order, as a number.</param>
    public static UdpAddress FromIPv4(uint address, ushort port) => new(0, MappedPrefix | address, port);

    public static UdpAddress FromEndPoint(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            (ushort)endPoint.Port);
    }

    /// <summary>Allocates: not for the packet path.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPEndPoint(new IPAddress(IsIPv4 ? bytes[12..] : bytes), Port);
    }

    /// <summary>Seeded per process, so that peers cannot choose addresses that collide.</summary>
    public override int GetHashCode() => HashCode.Combine(High, Low, Port, Protocol);

    public override string ToString() => Protocol == TransportProtocol.Udp ? ToEndPoint().ToString() : $"{ToEndPoint()} (TCP)";
}
