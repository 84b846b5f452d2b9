using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Network;

/// <summary>Somebody on the network.</summary>
public interface INode
{
    Instant NextDeadline { get; }

    void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram);

    /// <summary>All datagrams of this instant were handed over.</summary>
    void EndBatch(Instant now);

    void HandleTimeout(Instant now);
}
