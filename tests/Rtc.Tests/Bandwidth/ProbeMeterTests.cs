using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Bandwidth;

public sealed class ProbeMeterTests
{
    private readonly ProbeMeter _meter = new();

    [Fact]
    public void A_path_that_keeps_up_is_as_fast_as_what_was_sent()
    {
        Send(spacing: 2);
        Arrive(10, spacing: 2);
        Assert.True(_meter.TryTake(out var result));
        Assert.Equal(new ProbeResult(7, Bitrate.Kilobits(4000), false), result);
        Assert.False(_meter.TryTake(out _));
    }

    [Fact]
    public void A_path_that_does_not_is_as_fast_as_what_arrives_less_some_to_drain()
    {
        Send(spacing: 2);
        Arrive(10, spacing: 4);
        Assert.True(_meter.TryTake(out var result));
        Assert.Equal(new ProbeResult(7, Bitrate.Kilobits(1900), true), result);
    }

    [Fact]
    public void With_too_few_packets_there_is_no_result_yet()
    {
        Send(spacing: 2);
        Arrive(7, spacing: 2);
        Assert.False(_meter.TryTake(out _));
    }

    [Fact]
    public void Packets_let_go_at_once_are_a_result_that_says_nothing()
    {
        Send(spacing: 2);
        Arrive(10, spacing: 0.5);
        Assert.True(_meter.TryTake(out var result));
        Assert.Equal(ProbeResult.Inconclusive(7), result);
        Assert.False(result.IsConclusive);
    }

    private void Send(double spacing)
    {
        _meter.Begin(new ProbeCluster(7, Bitrate.Kilobits(4000), 10_000));
        for (var index = 0; index < 10; index++)
        {
            _meter.NoteSent(7, new Instant((long)(1000 * spacing * index)), 1000);
        }

        _meter.End(7);
    }

    private void Arrive(int count, double spacing)
    {
        for (var index = 0; index < count; index++)
        {
            _meter.NoteArrival(7, TimeSpan.FromMilliseconds(50 + (spacing * index)), 1000);
        }
    }
}
