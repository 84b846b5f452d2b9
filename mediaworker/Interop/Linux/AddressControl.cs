using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>A control message of type IP_PKTINFO: struct cmsghdr followed by struct in_pktinfo.</summary>
[StructLayout(LayoutKind.Sequential, Size = Space)]
internal struct AddressControl
{
    /// <summary>CMSG_SPACE(sizeof(struct in_pktinfo)).</summary>
    public const int Space = 32;

    private const int HeaderLength = 16;
    private const int DataLength = 12;

    public nuint Length;
    public int Level;
    public int Type;
    public int Interface;

    /// <summary>Network order: the local address; what to send from.</summary>
    public uint Source;

    /// <summary>Network order: what a received datagram was sent to.</summary>
    public uint Destination;

    /// <param name="from">The four bytes in network order, as a number.</param>
    public static AddressControl Of(uint from) => new()
    {
        Length = HeaderLength + DataLength,
        Level = LibC.IPPROTO_IP,
        Type = LibC.IP_PKTINFO,
        Source = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(from) : from,
    };
}
