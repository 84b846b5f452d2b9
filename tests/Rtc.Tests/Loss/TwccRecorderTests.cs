using CsCheck;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Loss;

public sealed class TwccRecorderTests
{
    private static readonly Instant Start = new(10_000_000);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TwccRecorder _recorder = new(Interval);

    [Fact]
    public void Reports_an_interval_after_the_first_arrival()
    {
        Assert.Equal(Instant.Never, _recorder.NextTimeout);
        _recorder.HandleArrival(Start, new RtpSeq(7));
        _recorder.HandleArrival(Start + TimeSpan.FromMilliseconds(10), new RtpSeq(9));
        Assert.Equal(Start + Interval, _recorder.NextTimeout);
        Assert.Empty(Feedback(Start + TimeSpan.FromMilliseconds(99)));

        var packets = Assert.Single(Feedback(Start + Interval));
        Assert.Equal(
            [(7, true), (8, false), (9, true)],
            packets.Select(packet => ((int)packet.Sequence.Value, packet.IsReceived)));
        Assert.Equal(TimeSpan.FromMilliseconds(10), packets[2].Arrival - packets[0].Arrival);
        Assert.Equal(Instant.Never, _recorder.NextTimeout);
    }

    [Fact]
    public void The_next_report_begins_where_the_last_ended_and_names_losses_between()
    {
        _recorder.HandleArrival(Start, new RtpSeq(65_534));
        Feedback(Start + Interval);
        _recorder.HandleArrival(Start + Interval, new RtpSeq(1));
        var packets = Assert.Single(Feedback(Start + Interval + Interval));
        Assert.Equal(
            [(65_535, false), (0, false), (1, true)],
            packets.Select(packet => ((int)packet.Sequence.Value, packet.IsReceived)));
    }

    [Fact]
    public void A_packet_that_comes_after_its_report_is_told_of_in_the_next()
    {
        _recorder.HandleArrival(Start, new RtpSeq(1));
        _recorder.HandleArrival(Start, new RtpSeq(3));
        Feedback(Start + Interval);
        _recorder.HandleArrival(Start + Interval, new RtpSeq(2));
        var packets = Assert.Single(Feedback(Start + Interval + Interval));
        Assert.Contains(packets, packet => packet.Sequence == new RtpSeq(2) && packet.IsReceived);
    }

    [Fact]
    public void A_duplicate_keeps_the_first_arrival()
    {
        _recorder.HandleArrival(Start, new RtpSeq(1));
        _recorder.HandleArrival(Start + TimeSpan.FromMilliseconds(5), new RtpSeq(2));
        _recorder.HandleArrival(Start + TimeSpan.FromMilliseconds(50), new RtpSeq(1));
        var packets = Assert.Single(Feedback(Start + Interval));
        Assert.Equal(TimeSpan.FromMilliseconds(5), packets[1].Arrival - packets[0].Arrival);
    }

    [Fact]
    public void A_long_loss_is_left_out()
    {
        _recorder.HandleArrival(Start, new RtpSeq(1));
        Feedback(Start + Interval);
        _recorder.HandleArrival(Start + Interval, new RtpSeq(20_000));
        var packets = Assert.Single(Feedback(Start + Interval + Interval));
        Assert.Equal([new RtpSeq(20_000)], packets.Select(packet => packet.Sequence));
    }

    [Fact]
    public void A_full_compound_leaves_the_rest_due()
    {
        for (var n = 0; n < 1000; n++)
        {
            _recorder.HandleArrival(Start, new RtpSeq((ushort)n));
        }

        var reports = Feedback(Start + Interval, room: 300);
        Assert.True(reports.Count > 1);
        var told = reports.SelectMany(packets => packets).Select(packet => (int)packet.Sequence.Value);
        Assert.Equal(Enumerable.Range(0, 1000), told);
        Assert.Equal(Instant.Never, _recorder.NextTimeout);
    }

    [Fact]
    public void Every_arrival_is_told_of_with_its_time() =>
        Gen.Select(Gen.UShort, Gen.Select(Gen.Int[-30, 40], Gen.Int[0, 20_000]).Array[1, 300]).Sample((first, steps) =>
        {
            var recorder = new TwccRecorder(Interval);
            var truth = new Dictionary<RtpSeq, Instant>();
            var told = new Dictionary<RtpSeq, long>();
            var highest = new ExtendedSeq(first);
            var now = Start;
            foreach (var (step, microseconds) in steps)
            {
                now += TimeSpan.FromMicroseconds(microseconds);
                Note(recorder, now, told);
                var sequence = highest + step;
                highest = sequence > highest ? sequence : highest;
                recorder.HandleArrival(now, sequence.Sequence);
                truth.TryAdd(sequence.Sequence, now);
            }

            Note(recorder, now + Interval, told);
            Assert.Equal(truth.Keys.OrderBy(seq => seq.Value), told.Keys.OrderBy(seq => seq.Value));
            Assert.All(truth, pair => Assert.Equal(pair.Value.Microseconds / 250 * 250, told[pair.Key]));
        });

    [Fact]
    public void Allocates_nothing_once_made()
    {
        var buffer = new byte[1200];
        Churn(buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Churn(byte[] buffer)
    {
        for (var n = 0; n < 1000; n++)
        {
            var now = Start + TimeSpan.FromMilliseconds(n);
            _recorder.HandleArrival(now, new RtpSeq((ushort)(2 * n)));
            var writer = new RtcpWriter(buffer);
            _recorder.TryWriteFeedback(now, new Ssrc(1), new Ssrc(2), ref writer);
        }
    }

    private static void Note(TwccRecorder recorder, Instant now, Dictionary<RtpSeq, long> told)
    {
        foreach (var packet in Feedback(recorder, now, room: 1200).SelectMany(packets => packets))
        {
            if (packet.Arrival is { } arrival)
            {
                told.TryAdd(packet.Sequence, (long)arrival.TotalMicroseconds);
            }
        }
    }

    private List<List<TransportArrival>> Feedback(Instant now, int room = 1200) => Feedback(_recorder, now, room);

    private static List<List<TransportArrival>> Feedback(TwccRecorder recorder, Instant now, int room)
    {
        var reports = new List<List<TransportArrival>>();
        var buffer = new byte[room];
        while (now >= recorder.NextTimeout)
        {
            var writer = new RtcpWriter(buffer);
            Assert.True(recorder.TryWriteFeedback(now, new Ssrc(1), new Ssrc(2), ref writer));
            var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
            Assert.True(reader.TryRead(out var packet));
            Assert.True(TransportFeedback.TryParse(packet, out var feedback));
            var arrivals = new List<TransportArrival>();
            foreach (var arrival in feedback)
            {
                arrivals.Add(arrival);
            }

            reports.Add(arrivals);
        }

        return reports;
    }
}
