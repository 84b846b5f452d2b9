using CsCheck;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class DeadlineQueueTests
{
    [Fact]
    public void Each_runs_no_later_than_its_earliest_wish_and_once_for_it()
    {
        Gen.Select(Gen.Int[0, 4], Gen.Long[0, 30], Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var queue = new DeadlineQueue();
            var room = new Room("room");
            var participants = Enumerable.Range(0, 5).Select(index => Stage.Join(room, $"{index}", queue)).ToList();
            var wishes = new Dictionary<Participant, long>();
            var now = 0L;
            foreach (var (who, delay, run) in steps)
            {
                if (!run)
                {
                    var at = now + delay;
                    queue.Schedule(participants[who], new Instant(at));
                    wishes[participants[who]] = Math.Min(wishes.GetValueOrDefault(participants[who], long.MaxValue), at);
                    continue;
                }

                now += delay;
                Assert.Equal(wishes.Count == 0 ? Instant.Never : new Instant(wishes.Values.Min()), queue.Next);
                while (queue.TryTake(new Instant(now), out var participant))
                {
                    Assert.True(wishes.Remove(participant, out var at) && at <= now);
                }

                Assert.True(wishes.Values.All(at => at > now));
            }
        });
    }

    [Fact]
    public void Who_was_forgotten_does_not_run()
    {
        var queue = new DeadlineQueue();
        var participant = Stage.Join(new Room("room"), "gone", queue);
        participant.Wake(new Instant(5));
        DeadlineQueue.Forget(participant);
        participant.IsForgotten = true;
        participant.Wake(new Instant(6));
        Assert.False(queue.TryTake(new Instant(100), out _));
        Assert.Equal(Instant.Never, queue.Next);
    }
}
