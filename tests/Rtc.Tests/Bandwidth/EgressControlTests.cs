using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class EgressControlTests
{
    private readonly EgressControl _egress = new(EstimatorOptions.Default, new RtpSeq(65_000));
    private readonly TwccRecorder _recorder = new(TimeSpan.FromMilliseconds(50));
    private readonly byte[] _buffer = new byte[1200];
    private Instant _now = new(1_000_000);

    [Fact]
    public void Nothing_is_allocated_per_packet_or_feedback()
    {
        Run(2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_is_little_used_neither_falls_nor_climbs_far()
    {
        _egress.Want(Bitrate.Kilobits(100));
        Run(10_000);
        Assert.InRange(_egress.Target.BitsPerSecond, 600_000, 700_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Filling_is_asked_for_only_where_there_is_a_stream_for_it(bool canFill)
    {
        var egress = new EgressControl(EstimatorOptions.Default, new RtpSeq(1)) { CanFill = canFill };
        egress.PacketSent(_now, 500);
        egress.HandleTimeout(_now);
        Assert.Equal(canFill, egress.FillDue(_now).Bytes > 0);
        Assert.Equal(canFill, egress.NextTimeout != Instant.Never);
    }

    [Fact]
    public void Remb_counts_until_there_is_transport_wide_feedback()
    {
        _egress.HandleRemb(_now, Bitrate.Kilobits(900));
        Assert.Equal(Bitrate.Kilobits(900), _egress.Target);
        Run(100);
        _egress.HandleRemb(_now, Bitrate.Kilobits(200));
        Assert.True(_egress.Target > Bitrate.Kilobits(500));
    }

    [Fact]
    public void A_path_that_says_nothing_any_more_gets_half_each_second()
    {
        Run(2000);
        var before = _egress.Target;
        for (var step = 0; step < 110; step++)
        {
            _now += TimeSpan.FromMilliseconds(20);
            _egress.PacketSent(_now, 200);
            if (_egress.NextTimeout <= _now)
            {
                _egress.HandleTimeout(_now);
            }
        }

        Assert.Equal(before * 0.25, _egress.Target);
    }

    [Fact]
    public void Feedback_on_what_was_never_sent_changes_nothing()
    {
        for (var index = 0; index < 200; index++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            _recorder.HandleArrival(_now, new RtpSeq((ushort)(20_000 + index)));
            HandleFeedback();
        }

        Assert.Equal(EstimatorOptions.Default.Start, _egress.Target);
        Assert.Null(_egress.Acknowledged);
    }

    /// <summary>So many packets of 500 bytes, one each 10 ms: 400 kbit/s over a path that takes them all.</summary>
    private void Run(int packets)
    {
        for (var index = 0; index < packets; index++)
        {
            _now += TimeSpan.FromMilliseconds(10);
            _recorder.HandleArrival(_now, _egress.PacketSent(_now, 500));
            HandleFeedback();
            if (_egress.NextTimeout <= _now)
            {
                _egress.HandleTimeout(_now);
            }

            while (_egress.FillDue(_now) is { Bytes: > 0 })
            {
                _recorder.HandleArrival(_now, _egress.PacketSent(_now, 200));
            }
        }
    }

    private void HandleFeedback()
    {
        var writer = new RtcpWriter(_buffer);
        if (_recorder.TryWriteFeedback(_now, new Ssrc(1), new Ssrc(2), ref writer))
        {
            var reader = new RtcpReader(_buffer.AsSpan(0, writer.Length));
            Assert.True(reader.TryRead(out var packet));
            Assert.True(TransportFeedback.TryParse(packet, out var feedback));
            _egress.HandleFeedback(_now, feedback);
        }
    }
}
