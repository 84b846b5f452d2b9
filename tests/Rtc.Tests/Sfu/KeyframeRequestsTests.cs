using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class KeyframeRequestsTests
{
    private static readonly Instant Now = new(1_000);

    [Fact]
    public void Nothing_is_due_until_somebody_asks()
    {
        var requests = new KeyframeRequests();
        Assert.Equal(Instant.Never, requests.Due);
        Assert.False(requests.TryTake(Now));
    }

    [Fact]
    public void The_first_request_leaves_at_once_and_the_next_a_second_later()
    {
        var requests = new KeyframeRequests();
        requests.Ask();
        requests.Ask();
        Assert.True(requests.TryTake(Now));
        Assert.False(requests.TryTake(Now));
        Assert.Equal(Now + KeyframeRequests.Interval, requests.Due);
        Assert.True(requests.TryTake(Now + KeyframeRequests.Interval));
    }

    [Fact]
    public void A_key_frame_satisfies_all_who_asked_and_keeps_the_interval_for_those_who_ask_next()
    {
        var requests = new KeyframeRequests();
        requests.Ask();
        Assert.True(requests.TryTake(Now));
        requests.Satisfy();
        Assert.Equal(Instant.Never, requests.Due);
        requests.Ask();
        Assert.False(requests.TryTake(Now + TimeSpan.FromMilliseconds(999)));
        Assert.True(requests.TryTake(Now + TimeSpan.FromMilliseconds(1000)));
    }
}
