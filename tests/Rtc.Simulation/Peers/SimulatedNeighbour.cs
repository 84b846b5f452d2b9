using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>Another engine of the server, as one of them sees it.</summary>
internal sealed class SimulatedNeighbour(World world, int shard, SimulatedLink there, SimulatedLink back) : INeighbour
{
    public int Shard { get; } = shard;

    public bool HasWaiting => back.NextArrival <= world.Now;

    public Instant NextArrival => back.NextArrival;

    public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo) =>
        there.TryCross(packet, bytes, isVideo);

    public void Tell(CrossingMessage message) => there.Tell(message);

    public void Flush() => there.Flush();

    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes) =>
        back.TryRead(out message, out packet, out bytes);
}
