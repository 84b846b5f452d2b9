using Serverless.Interop.Linux;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Media;

/// <summary>
/// The core's packets are built right in the batch that sendmmsg takes. Those for TCP peers are copied out of it.
/// </summary>
internal sealed class SocketSink(SendBatch batch, TcpPeers? streams) : IDatagramSink
{
    public Span<byte> Reserve() => batch.Reserve();

    public void Commit(int length, UdpAddress to, SendPriority priority)
    {
        if (to.Protocol == TransportProtocol.Udp)
        {
            batch.Commit(length, to);
        }
        else
        {
            streams?.Send(batch.Reserve()[..length], to, priority);
        }
    }
}
