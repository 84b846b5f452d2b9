using Serverless.Rtc.Sfu.Crossing;

namespace Serverless.Worker.Media.Crossing;

/// <summary>Another shard, as one shard sees it.</summary>
/// <param name="shard">Its index.</param>
/// <param name="there">The way there; written by this shard's thread alone.</param>
/// <param name="back">The way back; read by this shard's thread alone.</param>
internal sealed class Neighbour(int shard, ShardLink there, ShardLink back) : INeighbour
{
    public int Shard { get; } = shard;

    public bool HasWaiting => back.HasWaiting;

    public bool TryCross(in CrossingPacket packet, ReadOnlySpan<byte> bytes, bool isVideo) =>
        there.TryCross(packet, bytes, isVideo);

    public void Tell(CrossingMessage message) => there.Tell(message);

    public void Flush() => there.Flush();

    public bool TryRead(out CrossingMessage? message, out CrossingPacket packet, out ReadOnlySpan<byte> bytes) =>
        back.TryRead(out message, out packet, out bytes);
}
