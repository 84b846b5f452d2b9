using System.Buffers.Binary;
using System.Net;

namespace Serverless.Rtc.Units;

/// <summary>
/// Address and port without a heap object, so that it can key a dictionary on the packet path. IPv4 is held as
/// IPv4-mapped IPv6 (RFC 4291 §2.5.5.2). Scope ids are not kept.
/// </summary>
/// <param name="High">First eight bytes of the address in network order.</param>
/// <param name="Low">Last eight bytes of the address in network order.</param>
/// <param name="Port">UDP or TCP port.</param>
public readonly record struct UdpAddress(ulong High, ulong Low, ushort Port)
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    /// <param name="hostOrder">192.0.2.1 is 0xC0000201.</param>
    /// <param name="port">UDP or TCP port.</param>
    public static UdpAddress FromIPv4(uint hostOrder, ushort port) => new(0, MappedPrefix | hostOrder, port);

    public static UdpAddress From(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)endPoint.Port)
            : new UdpAddress(
                BinaryPrimitives.ReadUInt64BigEndian(bytes),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                (ushort)endPoint.Port);
    }

    public IPEndPoint ToIPEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPEndPoint(new IPAddress(IsIPv4 ? bytes[12..] : bytes), Port);
    }

    public override string ToString() => ToIPEndPoint().ToString();
}
