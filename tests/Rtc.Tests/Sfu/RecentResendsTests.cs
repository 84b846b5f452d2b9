using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class RecentResendsTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);
    private static readonly Instant Now = new(5_000_000);

    [Fact]
    public void A_packet_is_sent_again_only_after_the_answer_could_have_come()
    {
        var resends = new RecentResends();
        Assert.True(resends.TryAdmit(Now, 7, RoundTrip));
        Assert.False(resends.TryAdmit(Now + TimeSpan.FromMilliseconds(49), 7, RoundTrip));
        Assert.True(resends.TryAdmit(Now + TimeSpan.FromMilliseconds(49), 8, RoundTrip));
        Assert.True(resends.TryAdmit(Now + TimeSpan.FromMilliseconds(50), 7, RoundTrip));
    }

    [Fact]
    public void A_flood_of_requests_gets_as_many_packets_per_round_trip_as_there_are_places()
    {
        var resends = new RecentResends();
        Assert.Equal(RecentResends.Capacity, Enumerable.Range(0, 1000).Count(number => resends.TryAdmit(Now, number, RoundTrip)));
        Assert.True(resends.TryAdmit(Now + RoundTrip, 1000, RoundTrip));
    }

    [Fact]
    public void It_admits_at_the_clocks_zero() => Assert.True(new RecentResends().TryAdmit(default, 0, RoundTrip));
}
