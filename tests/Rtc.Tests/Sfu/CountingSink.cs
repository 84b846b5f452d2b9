using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Counts what is sent.</summary>
internal sealed class CountingSink : IDatagramSink
{
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];

    public int Count { get; private set; }

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to) => Count++;
}
