using CsCheck;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    /// <summary>
    /// Ten packets from 65534, reference 2 × 64 ms, feedback 5. Chunks (draft §3.1.3, §3.1.4): a run of three small
    /// deltas; a vector of small, lost, large, four lost. Deltas 4, 0, 255, 1, −2.
    /// </summary>
    private static readonly byte[] RunAndVector = Bytes.FromHex(
        "8FCD0007 0000000A 0000000B FFFE000A 00000205 2003 D200 0400FF 01 FFFE 0000");

    /// <summary>One-bit vector 10110000000000: packets 0, 2, 3 of 14.</summary>
    private static readonly byte[] OneBit = Bytes.FromHex(
        "8FCD0006 0000000A 0000000B 0001000E FFFFFF00 AC00 01 02 03 000000");

    static TransportFeedbackTests() => (OneBit[3], RunAndVector[3]) =
        ((byte)((OneBit.Length / 4) - 1), (byte)((RunAndVector.Length / 4) - 1));

    [Fact]
    public void Reads_runs_and_two_bit_vectors()
    {
        Assert.True(TransportFeedback.TryParse(Packets.First(RunAndVector), out var feedback));
        Assert.Equal((new Ssrc(10), new Ssrc(11)), (feedback.Sender, feedback.Media));
        Assert.Equal((10, 5), (feedback.StatusCount, feedback.FeedbackCount));
        Assert.Equal(TimeSpan.FromMilliseconds(128), feedback.ReferenceTime);
        Assert.Equal(
            [
                (65534, 128_000 + 1000), (65535, 129_000), (0, 129_000 + 63_750),
                (1, 193_000), (2, null), (3, 192_500), (4, null), (5, null), (6, null), (7, null),
            ],
            Read(feedback));
    }

    [Fact]
    public void Reads_one_bit_vectors_and_a_negative_reference()
    {
        Assert.True(TransportFeedback.TryParse(Packets.First(OneBit), out var feedback));
        Assert.Equal(TimeSpan.FromMilliseconds(-64), feedback.ReferenceTime);
        var read = Read(feedback);
        Assert.Equal(14, read.Count);
        Assert.Equal(
            [(1, -64_000 + 250), (3, -64_000 + 750), (4, -64_000 + 1500)],
            read.Where(packet => packet.Microseconds is not null));
    }

    [Theory]
    [InlineData("8FCD0005 0000000A 0000000B 00010002 00000000 BFFF 0102", "one-bit vector")]
    [InlineData("8FCD0005 0000000A 0000000B 00010002 00000000 D555 0102", "two-bit vector")]
    [InlineData("8FCD0005 0000000A 0000000B 00010002 00000000 3FFF 0102", "run")]
    public void Symbols_beyond_the_count_have_no_deltas(string packet, string chunk)
    {
        Assert.True(TransportFeedback.TryParse(Packets.First(Bytes.FromHex(packet)), out var feedback), chunk);
        Assert.Equal([(1, 250), (2, 750)], Read(feedback));
    }

    [Fact]
    public void A_cut_packet_is_refused() =>
        Packets.AssertRefusesEveryCut(RunAndVector, packet => TransportFeedback.TryParse(packet, out _));

    [Theory]
    [InlineData("8FCD0005 0000000A 0000000B 00010001 00000000 60010000", "reserved symbol in a run")]
    [InlineData("8FCD0005 0000000A 0000000B 00010001 00000000 F0000000", "reserved symbol in a vector")]
    [InlineData("8FCD0005 0000000A 0000000B 00010003 00000000 20030000", "a delta is missing")]
    [InlineData("8FCD0005 0000000A 0000000B 00010003 00000000 00010001", "statuses are missing")]
    [InlineData("8FCD0004 0000000A 0000000B 00010001 00000000", "no chunk")]
    public void Refuses(string packet, string why) =>
        Assert.False(TransportFeedback.TryParse(Packets.First(Bytes.FromHex(packet)), out _), why);

    [Fact]
    public void What_is_written_is_read_back()
    {
        // Steps between arrivals in µs; long.MaxValue stands for a loss. Losses come in runs, as on real networks.
        var step = Gen.Frequency(
            (8, Gen.Long[0, 20_000]), (1, Gen.Long[-50_000, 400_000]), (3, Gen.Const(long.MaxValue)));
        Gen.Select(Gen.UShort, Gen.Long[0, 1L << 40], Gen.Select(step, Gen.Int[1, 40]).Array[1, 60]).Sample(
            (first, start, runs) => AssertRoundTrip(first, Arrivals(start, runs)));
    }

    [Fact]
    public void Goes_on_in_another_packet_when_there_is_no_more_room()
    {
        var arrivals = Enumerable.Range(0, 500).Select(n => new Instant(1_000_000 + (n * 1000))).ToArray();
        var buffer = new byte[200];
        var told = 0;
        while (told < arrivals.Length)
        {
            var writer = new RtcpWriter(buffer);
            var covered = writer.WriteTransportFeedback(
                new Ssrc(1), new Ssrc(2), 0, new RtpSeq((ushort)told), arrivals.AsSpan(told));
            Assert.True(covered > 0);
            Assert.True(TransportFeedback.TryParse(Packets.First(buffer.AsSpan(0, writer.Length)), out var feedback));
            Assert.Equal(covered, feedback.StatusCount);
            told += covered;
        }
    }

    [Fact]
    public void A_pause_of_more_than_eight_seconds_ends_the_packet()
    {
        Instant[] arrivals = [new(0), new(1000), new(9_000_000)];
        var writer = new RtcpWriter(new byte[200]);
        Assert.Equal(2, writer.WriteTransportFeedback(new Ssrc(1), new Ssrc(2), 0, new RtpSeq(0), arrivals));
    }

    [Fact]
    public void Nothing_received_is_not_written()
    {
        var writer = new RtcpWriter(new byte[200]);
        Instant[] arrivals = [Instant.Never, Instant.Never];
        Assert.Equal(0, writer.WriteTransportFeedback(new Ssrc(1), new Ssrc(2), 0, new RtpSeq(0), arrivals));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    [FuzzTarget(typeof(TransportFeedback))]
    public void Survives_random_and_mutated_bytes() => Packets.Fuzz([RunAndVector, OneBit], static packet =>
    {
        if (TransportFeedback.TryParse(packet, out var feedback))
        {
            var count = 0;
            foreach (var _ in feedback)
            {
                count++;
            }

            Assert.Equal(feedback.StatusCount, count);
        }
    });

    private static Instant[] Arrivals(long start, (long Step, int Count)[] runs)
    {
        var arrivals = new List<Instant>();
        var time = start;
        foreach (var (step, count) in runs)
        {
            for (var index = 0; index < count; index++)
            {
                time = step == long.MaxValue ? time : Math.Max(0, time + step);
                arrivals.Add(step == long.MaxValue ? Instant.Never : new Instant(time));
            }
        }

        return arrivals.ToArray();
    }

    private static void AssertRoundTrip(ushort first, Instant[] arrivals)
    {
        var buffer = new byte[1200];
        var writer = new RtcpWriter(buffer);
        var covered = writer.WriteTransportFeedback(new Ssrc(1), new Ssrc(2), 9, new RtpSeq(first), arrivals);
        if (covered == 0)
        {
            Assert.True(Array.TrueForAll(arrivals, arrival => arrival == Instant.Never));
            return;
        }

        Assert.True(TransportFeedback.TryParse(Packets.First(buffer.AsSpan(0, writer.Length)), out var feedback));
        Assert.Equal((covered, 9, first), (feedback.StatusCount, feedback.FeedbackCount, feedback.BaseSequence.Value));

        // The reference wraps after 2^24 × 64 ms, so only differences are compared.
        var read = Read(feedback);
        var offset = 0L;
        var seen = false;
        for (var index = 0; index < covered; index++)
        {
            Assert.Equal(arrivals[index] == Instant.Never, read[index].Microseconds is null);
            if (read[index].Microseconds is not { } microseconds)
            {
                continue;
            }

            var ticks = arrivals[index].Microseconds / 250 * 250;
            offset = seen ? offset : ticks - microseconds;
            seen = true;
            Assert.Equal(ticks, microseconds + offset);
        }
    }

    private static List<(int Sequence, long? Microseconds)> Read(TransportFeedback feedback)
    {
        var read = new List<(int, long?)>();
        foreach (var packet in feedback)
        {
            read.Add((packet.Sequence.Value, (long?)packet.Arrival?.TotalMicroseconds));
        }

        return read;
    }
}
