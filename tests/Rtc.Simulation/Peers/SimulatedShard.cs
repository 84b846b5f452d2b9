using Serverless.Rtc.Peer;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Simulation.Crypto;
using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>One media engine of the server, with an address of its own.</summary>
public sealed class SimulatedShard : INode, IDatagramSink, IDisposable
{
    private readonly World _world;
    private readonly byte[] _buffer = new byte[IDatagramSink.MaximumDatagram];
    private readonly IReadOnlyList<SimulatedNeighbour> _neighbours;

    internal SimulatedShard(
        World world,
        int index,
        IReadOnlyList<SimulatedNeighbour> neighbours,
        FakeDtlsFactory dtls,
        IMediaEngineEvents events,
        RandomBytes random)
    {
        _world = world;
        _neighbours = neighbours;
        Address = SimulatedServer.Address with { Port = (ushort)(SimulatedServer.Address.Port + index) };
        Engine = new MediaEngine(
            new MediaEngineConfig(SimulatedServer.UnixMicrosecondsAtZero) { Shard = index, Neighbours = neighbours },
            dtls,
            new ManagedCiphers(),
            this,
            events,
            random);
    }

    public UdpAddress Address { get; }

    public MediaEngine Engine { get; }

    /// <summary>Datagrams sent, by receiver.</summary>
    public Dictionary<UdpAddress, int> Sent { get; } = [];

    public Instant NextDeadline =>
        _neighbours.Aggregate(Engine.NextDeadline, static (next, neighbour) => Instant.Min(next, neighbour.NextArrival));

    public void HandleDatagram(Instant now, UdpAddress from, Span<byte> datagram) => Engine.HandleDatagram(now, from, datagram);

    public void EndBatch(Instant now) => Engine.EndBatch(now);

    public void HandleTimeout(Instant now) => Engine.HandleTimeout(now);

    public Span<byte> Reserve() => _buffer;

    public void Commit(int length, UdpAddress to, SendPriority priority)
    {
        Sent[to] = Sent.GetValueOrDefault(to) + 1;
        _world.Network.Send(_world.Now, Address, to, _buffer.AsSpan(0, length));
    }

    public void Dispose() => Engine.Dispose();
}
