using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>
/// struct sockaddr_in or sockaddr_in6, told apart by the family. Fields are in network order as the kernel wants them.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = LengthIPv6)]
internal struct SocketAddressStorage
{
    public const int LengthIPv4 = 16;
    public const int LengthIPv6 = 28;

    [FieldOffset(0)]
    private ushort _family;

    [FieldOffset(2)]
    private ushort _port;

    [FieldOffset(4)]
    private uint _address4;

    [FieldOffset(8)]
    private ulong _address6High;

    [FieldOffset(16)]
    private ulong _address6Low;

    /// <param name="address">A peer; its address must be IPv4 when <paramref name="family"/> is AF_INET.</param>
    /// <param name="family">Of the socket that will use it.</param>
    public static SocketAddressStorage Of(UdpAddress address, int family)
    {
        var storage = default(SocketAddressStorage);
        storage._family = (ushort)family;
        storage._port = ToNetwork(address.Port);
        if (family == LibC.AF_INET)
        {
            storage._address4 = ToNetwork((uint)address.Low);
        }
        else
        {
            storage._address6High = ToNetwork(address.High);
            storage._address6Low = ToNetwork(address.Low);
        }

        return storage;
    }

    public static uint LengthOf(int family) => family == LibC.AF_INET ? LengthIPv4 : (uint)LengthIPv6;

    public readonly UdpAddress ToUdpAddress() => _family == LibC.AF_INET
        ? UdpAddress.FromIPv4(ToNetwork(_address4), ToNetwork(_port))
        : new UdpAddress(ToNetwork(_address6High), ToNetwork(_address6Low), ToNetwork(_port));

    private static ushort ToNetwork(ushort value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint ToNetwork(uint value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ulong ToNetwork(ulong value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
