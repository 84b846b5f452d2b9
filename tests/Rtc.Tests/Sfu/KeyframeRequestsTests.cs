using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class KeyframeRequestsTests
{
    private static readonly Instant Now = new(10_000_000);

    private readonly KeyframeRequests _requests = new();
    private readonly Layer[] _layers;

    public KeyframeRequestsTests()
    {
        _layers = Stage.Publish(Stage.Join(new Room("room"), "host"), MediaSource.Camera, "q", "h", "f").Layers.ToArray();
        for (var index = 0; index < _layers.Length; index++)
        {
            _layers[index].Bind((uint)(index + 1), isRtx: false);
        }
    }

    [Fact]
    public void Nothing_is_due_until_somebody_asks()
    {
        Assert.Equal(Instant.Never, _requests.Due(_layers));
        Assert.Null(Take(0));
    }

    [Fact]
    public void The_first_request_leaves_at_once_and_the_next_a_second_later()
    {
        Ask(0);
        Ask(0);
        Assert.Equal(0, Take(0));
        Assert.Null(Take(0));
        Assert.Equal(Now + KeyframeRequests.Interval, _requests.Due(_layers));
        Assert.Equal(0, Take(1000));
        Assert.Equal(2, _layers[0].Keyframe!.Sent);
    }

    [Fact]
    public void A_key_frame_satisfies_all_who_asked_and_keeps_the_interval_for_those_who_ask_next()
    {
        Ask(0);
        Assert.Equal(0, Take(0));
        _layers[0].Keyframe!.Satisfy(Now);
        Assert.Equal(Instant.Never, _requests.Due(_layers));
        Ask(1);
        Assert.Null(Take(999));
        Assert.Equal(1, Take(1000));
    }

    [Fact]
    public void A_better_picture_waits_two_seconds_for_others_who_want_it_but_a_lost_request_does_not()
    {
        Ask(2, isUrgent: false);
        Assert.Equal(2, Take(0));
        Assert.Equal(2, Take(1000));
        _layers[2].Keyframe!.Satisfy(Now + TimeSpan.FromMilliseconds(1000));
        Ask(2, isUrgent: false);
        Assert.Null(Take(2999));
        Assert.Equal(2, Take(3000));
    }

    [Fact]
    public void Who_sees_nothing_goes_before_who_wants_a_better_picture_but_not_twice()
    {
        Ask(2, isUrgent: false);
        Ask(0);
        Assert.Equal(0, Take(0));
        Assert.Null(Take(999));
        Assert.Equal(2, Take(1000));
        Assert.Equal(0, Take(2000));
    }

    private void Ask(int layer, bool isUrgent = true) => _layers[layer].Keyframe!.Ask(isUrgent);

    private int? Take(int milliseconds) =>
        _requests.TryTake(Now + TimeSpan.FromMilliseconds(milliseconds), _layers, out var layer) ? layer.Index : null;
}
