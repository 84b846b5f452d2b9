using CsCheck;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Loss;

public sealed class RetransmitCacheTests
{
    private static readonly Instant Start = new(10_000_000);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Gives_back_what_was_stored()
    {
        var cache = new RetransmitCache(16, 1000, MaxAge);
        Assert.True(cache.Store(Start, new RtpSeq(5), [1, 2, 3]));
        Assert.Equal(ResendResult.Found, cache.TryResend(Start, new RtpSeq(5), RoundTrip, out var packet));
        Assert.Equal([1, 2, 3], packet.ToArray());
        Assert.Equal(ResendResult.Missing, cache.TryResend(Start, new RtpSeq(6), RoundTrip, out _));
        Assert.Equal(ResendResult.Missing, cache.TryResend(Start, new RtpSeq(5 + 16), RoundTrip, out _));
    }

    [Fact]
    public void Resends_a_packet_once_per_round_trip()
    {
        var cache = new RetransmitCache(16, 1000, MaxAge);
        cache.Store(Start, new RtpSeq(5), [1]);
        Assert.Equal(ResendResult.Found, cache.TryResend(Start, new RtpSeq(5), RoundTrip, out _));
        var early = Start + TimeSpan.FromMilliseconds(49);
        Assert.Equal(ResendResult.TooSoon, cache.TryResend(early, new RtpSeq(5), RoundTrip, out var nothing));
        Assert.True(nothing.IsEmpty);
        Assert.Equal(ResendResult.Found, cache.TryResend(Start + RoundTrip, new RtpSeq(5), RoundTrip, out _));
    }

    [Fact]
    public void An_old_packet_has_expired()
    {
        var cache = new RetransmitCache(16, 1000, MaxAge);
        cache.Store(Start, new RtpSeq(5), [1]);
        Assert.Equal(ResendResult.Expired, cache.TryResend(Start + MaxAge, new RtpSeq(5), RoundTrip, out _));
    }

    [Fact]
    public void Is_bounded_by_packets()
    {
        var cache = new RetransmitCache(4, 1000, MaxAge);
        for (ushort n = 0; n < 6; n++)
        {
            cache.Store(Start, new RtpSeq(n), [(byte)n]);
        }

        Assert.Equal(4, cache.Count);
        Assert.Equal(ResendResult.Missing, cache.TryResend(Start, new RtpSeq(1), RoundTrip, out _));
        Assert.Equal(ResendResult.Found, cache.TryResend(Start, new RtpSeq(2), RoundTrip, out _));
    }

    [Fact]
    public void Is_bounded_by_bytes()
    {
        var cache = new RetransmitCache(16, 100, MaxAge);
        cache.Store(Start, new RtpSeq(0), new byte[60]);
        cache.Store(Start, new RtpSeq(1), new byte[60]);
        Assert.Equal(ResendResult.Missing, cache.TryResend(Start, new RtpSeq(0), RoundTrip, out _));
        Assert.Equal(ResendResult.Found, cache.TryResend(Start, new RtpSeq(1), RoundTrip, out _));
        Assert.False(cache.Store(Start, new RtpSeq(2), new byte[101]));
        Assert.False(cache.Store(Start, new RtpSeq(2), []));
    }

    [Fact]
    public void Whatever_is_found_is_the_last_packet_stored_under_its_number_and_the_newest_is_always_found() =>
        Gen.Select(Gen.UShort, Gen.Select(Gen.Int[-5, 8], Gen.Int[1, 120]).Array[1, 300]).Sample((first, packets) =>
        {
            var cache = new RetransmitCache(32, 700, MaxAge);
            var stored = new Dictionary<RtpSeq, (int Length, byte Fill)>();
            var sequence = new RtpSeq(first);
            var fill = (byte)0;
            foreach (var (step, length) in packets)
            {
                sequence += step;
                var bytes = new byte[length];
                Array.Fill(bytes, ++fill);
                Assert.True(cache.Store(Start, sequence, bytes));
                stored[sequence] = (length, fill);
                Assert.InRange(cache.Count, 1, 32);
                AssertHolds(cache, sequence, stored[sequence]);
            }

            var total = 0;
            foreach (var (key, expected) in stored)
            {
                if (cache.TryResend(Start + RoundTrip, key, RoundTrip, out var packet) == ResendResult.Found)
                {
                    Assert.Equal(expected.Length, packet.Length);
                    Assert.False(packet.ContainsAnyExcept(expected.Fill));
                    total += packet.Length;
                }
            }

            Assert.InRange(total, 1, 700);
        });

    [Fact]
    public void Storing_and_finding_allocate_nothing()
    {
        var cache = new RetransmitCache(64, 10_000, MaxAge);
        var packet = new byte[1200];
        Churn(cache, packet);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(cache, packet);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Churn(RetransmitCache cache, byte[] packet)
    {
        for (ushort n = 0; n < 1000; n++)
        {
            cache.Store(Start, new RtpSeq(n), packet);
            cache.TryResend(Start, new RtpSeq(n), RoundTrip, out _);
        }
    }

    private static void AssertHolds(RetransmitCache cache, RtpSeq sequence, (int Length, byte Fill) expected)
    {
        Assert.Equal(ResendResult.Found, cache.TryResend(Start, sequence, TimeSpan.Zero, out var packet));
        Assert.Equal(expected.Length, packet.Length);
        Assert.False(packet.ContainsAnyExcept(expected.Fill));
    }
}
