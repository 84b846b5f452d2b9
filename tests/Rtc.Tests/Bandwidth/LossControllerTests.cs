using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class LossControllerTests
{
    private static readonly Bitrate Unbounded = new(long.MaxValue);

    private readonly LossController _loss = new(EstimatorOptions.Default);
    private Instant _now = new(1_000_000);

    [Fact]
    public void Loss_that_a_lower_rate_cures_was_congestion_and_bounds_the_rate()
    {
        Send(Bitrate.Kilobits(1000), lossEvery: 2, seconds: 0.84);
        Assert.True(_loss.Bound < Bitrate.Kilobits(500));
        Send(Bitrate.Kilobits(1000), lossEvery: 0, seconds: 2);
        Assert.True(_loss.Bound < Bitrate.Kilobits(600));
        Assert.Equal(0, _loss.InherentLoss);
    }

    [Fact]
    public void Loss_that_a_lower_rate_does_not_cure_is_the_paths_own()
    {
        Send(Bitrate.Kilobits(1000), lossEvery: 7, seconds: 0.84);
        Assert.True(_loss.Bound < Bitrate.Kilobits(1000));
        Send(Bitrate.Kilobits(1000), lossEvery: 7, seconds: 2);
        Assert.Equal(Unbounded, _loss.Bound);
        Assert.InRange(_loss.InherentLoss, 0.12, 0.16);
        Send(Bitrate.Kilobits(1000), lossEvery: 7, seconds: 10);
        Assert.Equal(Unbounded, _loss.Bound);
    }

    [Fact]
    public void A_burst_bounds_nothing_nor_does_loss_of_sound_alone()
    {
        Send(Bitrate.Kilobits(1000), lossEvery: 2, seconds: 0.42);
        Send(Bitrate.Kilobits(1000), lossEvery: 0, seconds: 0.42);
        Send(Bitrate.Kilobits(1000), lossEvery: 2, seconds: 0.42);
        Send(Bitrate.Kilobits(80), lossEvery: 2, seconds: 20);
        Assert.Equal(Unbounded, _loss.Bound);
    }

    [Fact]
    public void A_bound_rises_again_when_losses_end()
    {
        Send(Bitrate.Kilobits(1000), lossEvery: 2, seconds: 0.84);
        Send(Bitrate.Kilobits(1000), lossEvery: 0, seconds: 2);
        var before = _loss.Bound;
        Send(Bitrate.Kilobits(1000), lossEvery: 0, seconds: 10);
        Assert.True(_loss.Bound > before * 1.15);
    }

    /// <summary>As a sender that obeys the bound.</summary>
    private void Send(Bitrate rate, int lossEvery, double seconds)
    {
        var end = _now + TimeSpan.FromSeconds(seconds);
        for (var index = 1; _now < end; index++)
        {
            _now += new DataSize(1000) / (rate < _loss.Bound ? rate : _loss.Bound);
            _loss.Add(new SentPacket(_now, 1000, 0), lossEvery > 0 && index % lossEvery == 0);
            _loss.Update(_now, Bitrate.Kilobits(1000));
        }
    }
}
