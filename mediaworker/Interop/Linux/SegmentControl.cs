using System.Runtime.InteropServices;

namespace Serverless.Interop.Linux;

/// <summary>
/// A control message of type UDP_SEGMENT: the kernel cuts the message into datagrams of this size. Laid out as struct
/// cmsghdr followed by its aligned data.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Space)]
internal struct SegmentControl
{
    /// <summary>CMSG_SPACE(sizeof(uint16_t)).</summary>
    public const int Space = 24;

    private const int HeaderLength = 16;

    public nuint Length;
    public int Level;
    public int Type;
    public ushort SegmentSize;

    public static SegmentControl Of(int segmentSize) => new()
    {
        Length = HeaderLength + sizeof(ushort),
        Level = LibC.SOL_UDP,
        Type = LibC.UDP_SEGMENT,
        SegmentSize = (ushort)segmentSize,
    };
}
