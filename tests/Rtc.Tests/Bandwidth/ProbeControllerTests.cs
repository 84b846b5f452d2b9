using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class ProbeControllerTests
{
    private static readonly Bitrate Before = Bitrate.Kilobits(3000);
    private static readonly Bitrate Narrow = Bitrate.Kilobits(400);

    private readonly ProbeController _probes = new(EstimatorOptions.Default);
    private Instant _now = new(100_000_000);

    [Fact]
    public void A_path_that_became_narrow_is_asked_each_time_after_less_than_a_second()
    {
        _probes.HandleFall(_now, Before, Narrow);
        Answer(NextProbe(Narrow, within: 5_000), Narrow * 0.95, isSaturated: true);
        for (var turn = 0; turn < 20; turn++)
        {
            var cluster = NextProbe(Narrow, within: 900);
            Assert.True(cluster.Rate <= Narrow * 2.5, "a narrow path's queue has room for no more");
            Answer(cluster, Narrow * 0.95, isSaturated: true);
        }
    }

    [Fact]
    public void What_was_there_before_is_tried_as_soon_as_a_step_shows_that_the_path_widened()
    {
        _probes.HandleFall(_now, Before, Narrow);
        var step = NextProbe(Narrow, within: 1_200);
        Answer(step, step.Rate, isSaturated: false);
        Assert.True(_probes.TryStart(_now, step.Rate, isClear: true, out var second));
        Assert.Equal(Before, second.Rate);
    }

    [Fact]
    public void A_return_that_made_a_queue_is_not_hurried_again()
    {
        _probes.HandleFall(_now, Before, Narrow);
        var step = NextProbe(Narrow, within: 1_200);
        Answer(step, step.Rate, isSaturated: false);
        _now += TimeSpan.FromSeconds(1);
        _probes.HandleFall(_now, step.Rate, Narrow);
        _now += TimeSpan.FromSeconds(2);
        Assert.False(_probes.TryStart(_now, Narrow, isClear: true, out _));
    }

    [Fact]
    public void A_path_that_narrows_just_after_a_probe_that_it_carried_is_remembered_for_what_it_was()
    {
        var probe = NextProbe(Bitrate.Kilobits(1500), within: 0);
        Assert.True(_probes.HandleResult(_now, new ProbeResult(probe.Id, Before, false), Bitrate.Kilobits(1500)));
        _now += TimeSpan.FromSeconds(1);
        _probes.HandleFall(_now, Before, Narrow);
        Answer(NextProbe(Narrow, within: 5_000), Narrow * 0.95, isSaturated: true);
        NextProbe(Narrow, within: 900);
    }

    [Fact]
    public void A_probe_that_says_nothing_is_repeated_at_once_but_not_for_ever()
    {
        var first = NextProbe(Narrow, within: 0);
        AnswerNothing(first);
        var second = NextProbe(Narrow, within: 0);
        Assert.Equal(first.Rate, second.Rate);
        AnswerNothing(second);
        Assert.False(_probes.TryStart(_now, Narrow, isClear: true, out _));
    }

    [Fact]
    public void While_the_return_is_tried_it_says_so()
    {
        _probes.HandleFall(_now, Before, Narrow);
        var step = NextProbe(Narrow, within: 1_200);
        Assert.False(_probes.TriesReturn(_now));
        Answer(step, step.Rate, isSaturated: false);
        Assert.False(_probes.TriesReturn(_now), "nothing is under way");
        Assert.True(_probes.TryStart(_now, step.Rate, isClear: true, out var second));
        Assert.True(_probes.TriesReturn(_now));
        Assert.False(_probes.TriesReturn(_now + TimeSpan.FromSeconds(2)), "nobody waits for an answer for ever");
        Answer(second, Before, isSaturated: false);
        Assert.False(_probes.TriesReturn(_now));
    }

    [Fact]
    public void After_a_minute_the_narrow_path_is_the_path()
    {
        _probes.HandleFall(_now, Before, Narrow);
        _now += TimeSpan.FromSeconds(61);
        var cluster = NextProbe(Narrow, within: 0);
        Answer(cluster, Narrow * 0.95, isSaturated: true);
        _now += TimeSpan.FromSeconds(2);
        Assert.False(_probes.TryStart(_now, Narrow, isClear: true, out _));
    }

    private ProbeCluster NextProbe(Bitrate estimate, int within)
    {
        _now += TimeSpan.FromMilliseconds(within);
        Assert.True(_probes.TryStart(_now, estimate, isClear: true, out var cluster));
        return cluster;
    }

    private void AnswerNothing(ProbeCluster cluster) =>
        Assert.True(_probes.HandleResult(_now, ProbeResult.Inconclusive(cluster.Id), Narrow));

    private void Answer(ProbeCluster cluster, Bitrate rate, bool isSaturated) =>
        Assert.True(_probes.HandleResult(_now, new ProbeResult(cluster.Id, rate, isSaturated), Narrow));
}
