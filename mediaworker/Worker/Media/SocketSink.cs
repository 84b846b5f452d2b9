using Serverless.Interop.Linux;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Worker.Media;

/// <summary>The core's packets are built right in the batch that sendmmsg takes.</summary>
internal sealed class SocketSink(SendBatch batch) : IDatagramSink
{
    public Span<byte> Reserve() => batch.Reserve();

    public void Commit(int length, UdpAddress to) => batch.Commit(length, to);
}
