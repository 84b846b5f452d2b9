using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class LayerDemandTests
{
    private const int Low = 1;
    private const int Middle = 2;
    private const int High = 4;

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly LayerDemand _demand = new();
    private Instant _now = new(1_000_000);

    [Fact]
    public void At_first_all_layers_count_as_wanted_and_after_two_seconds_those_that_are()
    {
        Expect(Low | Middle | High);
        _demand.Change(0, Middle);
        Expect(null);
        _now += Linger;
        Expect(Low | Middle);
    }

    [Fact]
    public void A_layer_is_wanted_at_once_and_no_longer_after_two_seconds()
    {
        Forget();
        _demand.Change(0, High);
        Expect(Low | High);
        _demand.Change(High, Middle);
        Expect(Low | Middle | High);
        _now += Linger - TimeSpan.FromMilliseconds(1);
        Expect(null);
        _now += TimeSpan.FromMilliseconds(1);
        Expect(Low | Middle);
    }

    [Fact]
    public void A_layer_that_is_wanted_again_in_time_was_never_unwanted()
    {
        Forget();
        _demand.Change(0, High);
        Expect(Low | High);
        _demand.Change(High, Low);
        Expect(null);
        _now += Linger / 2;
        _demand.Change(Low, High);
        Expect(null);
        _now += Linger;
        Expect(null);
        Assert.Equal(Instant.Never, _demand.NextTimeout);
    }

    [Fact]
    public void A_layer_that_is_kept_warm_stays_wanted_for_as_long_as_somebody_watches_another()
    {
        Forget();
        _demand.Change(0, High);
        Expect(Low | High);
        _demand.KeepWarm(2, _now + (Linger * 3));
        _demand.Change(High, Low);
        Expect(null);
        _now += Linger * 2;
        Expect(null);
        Assert.Equal(_now + Linger, _demand.NextTimeout);
        _now += Linger;
        Expect(Low);
    }

    [Fact]
    public void A_warm_layer_goes_with_the_last_watcher()
    {
        Forget();
        _demand.Change(0, High);
        Expect(Low | High);
        _demand.KeepWarm(2, _now + (Linger * 5));
        _demand.Change(High, Low);
        Expect(null);
        _now += Linger * 2;
        Expect(null);
        _demand.Change(Low, 0);
        Expect(Low);
        _now += Linger;
        Expect(0);
    }

    [Fact]
    public void The_last_of_two_watchers_counts_and_without_any_nothing_is_wanted()
    {
        Forget();
        _demand.Change(0, High);
        _demand.Change(0, High);
        Expect(Low | High);
        _demand.Change(High, 0);
        _now += Linger * 2;
        Expect(null);
        _demand.Change(High, 0);
        Expect(null);
        _now += Linger;
        Expect(0);
    }

    /// <summary>Nobody wants anything, and that is told.</summary>
    private void Forget()
    {
        Expect(Low | Middle | High);
        _now += Linger;
        Expect(0);
    }

    private void Expect(int? told)
    {
        var isNews = _demand.TryTake(_now, out var wanted);
        Assert.Equal(told, isNews ? wanted : null);
        Assert.True(_demand.NextTimeout > _now, "it waits for something to happen");
    }
}
