using CsCheck;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Loss;

public sealed class NackGeneratorTests
{
    private static readonly Instant Start = new(10_000_000);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    private readonly NackGenerator _nacks = new(NackOptions.Default);

    [Fact]
    public void A_packet_overtaken_by_two_is_requested_at_once()
    {
        Arrive(Start, 10, 12);
        Assert.Empty(Due(Start));
        Arrive(Start, 13);
        Assert.Equal(Start, _nacks.NextTimeout);
        Assert.Equal([11], Due(Start));
        Assert.Empty(Due(Start));
    }

    [Fact]
    public void A_packet_overtaken_by_one_is_requested_after_the_reorder_delay()
    {
        Arrive(Start, 10, 12);
        Assert.Equal(Start + NackOptions.Default.ReorderDelay, _nacks.NextTimeout);
        Assert.Empty(Due(Start + TimeSpan.FromMilliseconds(19)));
        Assert.Equal([11], Due(Start + TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void A_packet_that_arrives_is_not_requested_any_more()
    {
        Arrive(Start, 10, 12, 13);
        Assert.Equal(NackArrival.FilledGap, _nacks.HandleArrival(Start, new ExtendedSeq(11)));
        Assert.Equal(NackArrival.LateOrDuplicate, _nacks.HandleArrival(Start, new ExtendedSeq(11)));
        Assert.Empty(Due(Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(Instant.Never, _nacks.NextTimeout);
        Assert.False(_nacks.TakeKeyFrameWish());
    }

    [Fact]
    public void Requests_wait_for_a_round_trip_and_back_off_until_the_packet_is_too_old()
    {
        Arrive(Start, 10, 12, 13);
        var requests = new List<int>();
        while (_nacks.MissingCount > 0)
        {
            var now = _nacks.NextTimeout;
            requests.AddRange(Due(now).Select(_ => (int)(now - Start).TotalMilliseconds));
        }

        // 60 ms, then half as much again each time, up to eight times; one second is the end.
        Assert.Equal([0, 60, 150, 285, 487, 791], requests);
        Assert.True(_nacks.TakeKeyFrameWish());
        Assert.False(_nacks.TakeKeyFrameWish());
    }

    [Fact]
    public void Tries_are_limited()
    {
        var nacks = new NackGenerator(new NackOptions { MaxTries = 3 });
        nacks.HandleArrival(Start, new ExtendedSeq(10));
        nacks.HandleArrival(Start, new ExtendedSeq(14));
        var due = new RtpSeq[10];
        var requests = 0;
        while (nacks.MissingCount > 0)
        {
            requests += nacks.CollectDue(nacks.NextTimeout, TimeSpan.Zero, due);
        }

        Assert.Equal(3 * 3, requests);
        Assert.True(nacks.TakeKeyFrameWish());
    }

    [Fact]
    public void A_gap_too_large_asks_for_a_key_frame_instead()
    {
        Arrive(Start, 10, 12, 10 + 302 + 2);
        Assert.Empty(Due(Start + TimeSpan.FromMilliseconds(100)));
        Assert.True(_nacks.TakeKeyFrameWish());
        Arrive(Start, 315, 317, 318);
        Assert.Equal([316], Due(Start));
    }

    [Fact]
    public void A_key_frame_makes_older_gaps_irrelevant()
    {
        Arrive(Start, 10, 12, 20, 22, 23);
        _nacks.HandleKeyFrame(new ExtendedSeq(20));
        Assert.Equal([21], Due(Start));
    }

    [Fact]
    public void What_does_not_fit_the_list_stays_due()
    {
        Arrive(Start, 10, 20);
        var due = new RtpSeq[5];
        var later = Start + TimeSpan.FromMilliseconds(20);
        Assert.Equal(5, _nacks.CollectDue(later, RoundTrip, due));
        Assert.Equal(new RtpSeq(11), due[0]);
        Assert.Equal(4, _nacks.CollectDue(later, RoundTrip, due));
        Assert.Equal(new RtpSeq(16), due[0]);
    }

    [Fact]
    public void Under_any_loss_and_reordering_it_never_asks_for_what_it_has_and_stays_within_its_bound() =>
        Gen.Select(Gen.UShort, Gen.Select(Gen.Int[-40, 60], Gen.Int[0, 30]).Array[1, 300]).Sample((first, steps) =>
        {
            var options = new NackOptions { MaxMissing = 64, MaxGap = 50 };
            var nacks = new NackGenerator(options);
            var unwrapper = default(SequenceUnwrapper);
            var arrived = new HashSet<long>();
            var due = new RtpSeq[200];
            var now = Start;
            var highest = new ExtendedSeq(first);
            foreach (var (step, wait) in steps)
            {
                now += TimeSpan.FromMilliseconds(wait);
                var sequence = highest + step;
                highest = sequence > highest ? sequence : highest;
                var extended = unwrapper.Unwrap(sequence.Sequence);
                arrived.Add(extended.Value);
                nacks.HandleArrival(now, extended);
                var count = nacks.CollectDue(now, RoundTrip, due);
                Assert.InRange(nacks.MissingCount, 0, options.MaxMissing);
                Assert.True(count <= options.MaxMissing);
                for (var index = 0; index < count; index++)
                {
                    var asked = unwrapper.Nearest(due[index]);
                    Assert.DoesNotContain(asked.Value, arrived);
                    Assert.True(asked < unwrapper.Highest);
                    Assert.True(index == 0 || unwrapper.Nearest(due[index - 1]) < asked);
                }
            }
        });

    [Fact]
    public void Every_single_loss_is_requested_across_the_wrap()
    {
        // Every fifth packet is lost; each must be asked for, once before its round trip is over.
        var asked = new List<ushort>();
        for (var n = 65_000L; n < 66_000; n++)
        {
            if (n % 5 != 0)
            {
                Arrive(Start, n);
            }

            foreach (var sequence in Due(Start))
            {
                asked.Add((ushort)sequence);

                // The answer: the number of that packet that lies at most a cycle before n.
                Arrive(Start, n - ((n - sequence) & 0xFFFF));
            }
        }

        Assert.Equal(Enumerable.Range(65_001, 999).Where(n => n % 5 == 0).Select(n => (ushort)n), asked);
    }

    [Fact]
    public void Allocates_nothing_once_made()
    {
        var due = new RtpSeq[64];
        Churn(due, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(due, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Churn(RtpSeq[] due, long from)
    {
        for (var n = from; n < from + 1000; n++)
        {
            if (n % 7 != 0)
            {
                _nacks.HandleArrival(Start, new ExtendedSeq(n));
            }

            _nacks.CollectDue(Start, RoundTrip, due);
        }
    }

    private void Arrive(Instant now, params long[] sequences)
    {
        foreach (var sequence in sequences)
        {
            _nacks.HandleArrival(now, new ExtendedSeq(sequence));
        }
    }

    private int[] Due(Instant now)
    {
        var due = new RtpSeq[500];
        return due[.._nacks.CollectDue(now, RoundTrip, due)].Select(seq => (int)seq.Value).ToArray();
    }
}
