namespace Serverless.Rtc.Sfu.Stats;

/// <summary>Streams of one kind and direction together, since they began. A stream that ends takes its counts with it.</summary>
/// <param name="Packets">That the sender sent.</param>
/// <param name="Lost">Of these, before retransmission.</param>
/// <param name="Bytes">Of payload.</param>
/// <param name="Jitter">Of the worst stream (RFC 3550 §6.4.1); null while none was heard of.</param>
public readonly record struct StreamCounts(long Packets, long Lost, long Bytes, TimeSpan? Jitter)
{
    internal StreamCounts With(long packets, long lost, long bytes, TimeSpan? jitter) => new(
        Packets + packets,
        Lost + Math.Max(0, lost),
        Bytes + bytes,
        Jitter is null || jitter > Jitter ? jitter ?? Jitter : Jitter);
}
