using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>Counts what is sent, and shows the last of it.</summary>
internal sealed class CountingSink : IDatagramSink
{
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Last { get; private set; }

    /// <summary>Where the last of it went.</summary>
    public UdpAddress LastTo { get; private set; }

    public void Reset() => (Count, Last) = (0, default);

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority) =>
        (Count, Last, LastTo) = (Count + 1, _buffer.AsMemory(0, length), to);
}
