using Serverless.Rtc.Units;

namespace Serverless.Rtc.Peer;

/// <summary>Where datagrams leave the core: packets are built in place in the sender's own memory, so nothing is copied.</summary>
public interface IDatagramSink
{
    /// <summary>Room for the next datagram, at least <see cref="MaximumDatagram"/> bytes. Reserving again without a commit gives the same room.</summary>
    Span<byte> Reserve();

    /// <summary>Sends the first <paramref name="length"/> bytes of what was reserved.</summary>
    /// <param name="length">In bytes.</param>
    /// <param name="to">The peer.</param>
    /// <param name="priority">What goes first, and is dropped last, where the way to the peer is a queue.</param>
    void Commit(int length, UdpAddress to, SendPriority priority = SendPriority.Control);

    /// <summary>Larger than any packet of ours: 1,200 bytes of media, header, extensions and tag.</summary>
    const int MaximumDatagram = 1500;

    /// <summary>What we build before protection: fits every path's MTU with SRTP's tag and the IP headers around it.</summary>
    const int MaximumPlainDatagram = 1200;
}
