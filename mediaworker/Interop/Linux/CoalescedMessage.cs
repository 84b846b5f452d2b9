using Serverless.Rtc.Units;

namespace Serverless.Interop.Linux;

/// <summary>One or more datagrams of one sender, one after the other.</summary>
public readonly ref struct CoalescedMessage
{
    internal CoalescedMessage(Span<byte> bytes, int segment, uint to, UdpAddress from)
    {
        Bytes = bytes;
        Segment = segment;
        To = to;
        From = from;
    }

    /// <summary>All of them.</summary>
    public Span<byte> Bytes { get; }

    /// <summary>The length of each but the last, which may be shorter; in bytes.</summary>
    public int Segment { get; }

    /// <summary>Which of this machine's addresses it came to: the four bytes in network order, as a number.</summary>
    public uint To { get; }

    public UdpAddress From { get; }
}
