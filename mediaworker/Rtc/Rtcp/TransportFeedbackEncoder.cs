using Serverless.Rtc.Units;
using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Rtcp;

/// <summary>The part of transport-wide feedback after the two SSRCs.</summary>
internal static class TransportFeedbackEncoder
{
    /// <summary>Statuses in one packet: more than a full packet of deltas needs.</summary>
    private const int MaxStatuses = 2048;

    /// <summary>Base, count, reference time and feedback count.</summary>
    private const int FixedLength = 8;

    /// <param name="writer">Where the SSRCs have been written.</param>
    /// <param name="feedbackCount">Of this packet.</param>
    /// <param name="first">The sequence number of the first arrival.</param>
    /// <param name="arrivals">
    /// By sequence number; <see cref="Instant.Never"/> for a packet that has not arrived.
    /// </param>
    /// <returns>
    /// How many of the arrivals are told of: fewer than given when the room, or a delta of more than 8 s, ends the
    /// packet. Zero (and nothing written) when none arrived, or there is no room.
    /// </returns>
    public static int Write(
        ref SpanWriter writer, byte feedbackCount, RtpSeq first, scoped ReadOnlySpan<Instant> arrivals)
    {
        var firstReceived = FirstReceived(arrivals);
        if (firstReceived < 0)
        {
            return 0;
        }

        var reference = FloorDivide(Ticks(arrivals[firstReceived]), TransportFeedback.TicksPerReference);
        Span<byte> symbols = stackalloc byte[Math.Min(arrivals.Length, MaxStatuses)];
        var covered = ChooseSymbols(arrivals, reference, writer.Remaining, symbols);
        if (covered <= firstReceived)
        {
            return 0;
        }

        symbols = symbols[..covered];
        writer.WriteU16(first.Value);
        writer.WriteU16((ushort)covered);
        writer.WriteU24((uint)reference & 0xFF_FFFF);
        writer.WriteU8(feedbackCount);
        WriteChunks(ref writer, symbols);
        WriteDeltas(ref writer, symbols, arrivals, reference);
        return covered;
    }

    /// <summary>
    /// As many as surely fit: seven two-bit symbols per chunk is the worst that <see cref="WriteChunks"/> does.
    /// </summary>
    private static int ChooseSymbols(ReadOnlySpan<Instant> arrivals, long reference, int room, Span<byte> symbols)
    {
        var previous = reference * TransportFeedback.TicksPerReference;
        var deltasLength = 0;
        for (var index = 0; index < symbols.Length; index++)
        {
            var symbol = StatusChunk.NotReceived;
            if (arrivals[index] != Instant.Never)
            {
                var ticks = Ticks(arrivals[index]);
                var delta = ticks - previous;
                previous = ticks;
                if (delta is < short.MinValue or > short.MaxValue)
                {
                    return index;
                }

                symbol = delta is >= 0 and <= byte.MaxValue ? StatusChunk.SmallDelta : StatusChunk.LargeDelta;
            }

            deltasLength += symbol;
            var chunks = (index / StatusChunk.TwoBitCount) + 1;
            if (FixedLength + (2 * chunks) + ((deltasLength + 3) & ~3) > room - 2)
            {
                return index;
            }

            symbols[index] = (byte)symbol;
        }

        return symbols.Length;
    }

    private static void WriteChunks(ref SpanWriter writer, scoped ReadOnlySpan<byte> symbols)
    {
        while (!symbols.IsEmpty)
        {
            var run = symbols.IndexOfAnyExcept(symbols[0]);
            run = Math.Min(run < 0 ? symbols.Length : run, StatusChunk.MaxRun);
            var oneBit = symbols[..Math.Min(symbols.Length, StatusChunk.OneBitCount)];
            var hasLarge = oneBit.Contains((byte)StatusChunk.LargeDelta);
            var vector = hasLarge ? Math.Min(symbols.Length, StatusChunk.TwoBitCount) : oneBit.Length;
            var isRun = run >= vector;
            var chunk = isRun ? StatusChunk.Run(symbols[0], run)
                : hasLarge ? StatusChunk.TwoBit(symbols[..vector])
                : StatusChunk.OneBit(oneBit);
            writer.WriteU16(chunk.Value);
            symbols = symbols[(isRun ? run : vector)..];
        }
    }

    private static void WriteDeltas(
        ref SpanWriter writer, scoped ReadOnlySpan<byte> symbols, scoped ReadOnlySpan<Instant> arrivals, long reference)
    {
        var previous = reference * TransportFeedback.TicksPerReference;
        for (var index = 0; index < symbols.Length; index++)
        {
            if (symbols[index] == StatusChunk.NotReceived)
            {
                continue;
            }

            var ticks = Ticks(arrivals[index]);
            var delta = ticks - previous;
            previous = ticks;
            if (symbols[index] == StatusChunk.SmallDelta)
            {
                writer.WriteU8((byte)delta);
            }
            else
            {
                writer.WriteU16((ushort)(short)delta);
            }
        }
    }

    private static int FirstReceived(ReadOnlySpan<Instant> arrivals) => arrivals.IndexOfAnyExcept(Instant.Never);

    private static long Ticks(Instant arrival) =>
        FloorDivide(arrival.Microseconds, TransportFeedback.MicrosecondsPerTick);

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
