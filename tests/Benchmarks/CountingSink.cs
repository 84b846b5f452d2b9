using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Benchmarks;

/// <summary>Takes what the core sends to viewers and only counts it; keeps what the handshakes need while <see cref="Keep"/> is set.</summary>
internal sealed class CountingSink : IDatagramSink
{
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];

    private int _lastLength;

    public bool Keep { get; set; } = true;

    public Queue<(UdpAddress To, byte[] Datagram)> Kept { get; } = new();

    public long Count { get; private set; }

    /// <summary>What was sent last.</summary>
    public Span<byte> Last => _buffer.AsSpan(0, _lastLength);

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority)
    {
        Count++;
        _lastLength = length;
        if (Keep)
        {
            Kept.Enqueue((to, _buffer[..length]));
        }
    }
}
