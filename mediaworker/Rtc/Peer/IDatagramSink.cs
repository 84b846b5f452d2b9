using Serverless.Rtc.Units;

namespace Serverless.Rtc.Peer;

/// <summary>Where datagrams leave the core: packets are built in place in the sender's own memory, so nothing is copied.</summary>
public interface IDatagramSink
{
    /// <summary>Room for the next datagram, at least <see cref="MaximumDatagram"/> bytes. Reserving again without a commit gives the same room.</summary>
    Span<byte> Reserve();

    /// <summary>Sends the first <paramref name="length"/> bytes of what was reserved.</summary>
    void Commit(int length, UdpAddress to);

    /// <summary>Larger than any packet of ours: 1,200 bytes of media, header, extensions and tag.</summary>
    const int MaximumDatagram = 1500;

    /// <summary>What we build before protection: fits every path's MTU with SRTP's tag and the IP headers around it.</summary>
    const int MaximumPlainDatagram = 1200;
}
