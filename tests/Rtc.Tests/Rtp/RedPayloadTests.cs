using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class RedPayloadTests
{
    /// <summary>
    /// Payload type 111: two copies, 1920 and 960 ticks old, of three bytes and two; then the frame itself.
    /// </summary>
    private static readonly byte[] Two = Bytes.FromHex("EF 1E0003 EF 0F0002 6F A1A2A3 B1B2 C1C2C3C4");

    private static readonly byte[] None = Bytes.FromHex("6F C1C2");

    /// <summary>A copy of no bytes: the sender was silent then.</summary>
    private static readonly byte[] Empty = Bytes.FromHex("EF 0F0000 6F C1");

    [Fact]
    public void Reads_the_primary_frame_and_its_copies()
    {
        Assert.True(RedPayload.TryParse(Two, out var red));
        Assert.Equal(111, red.PrimaryPayloadType);
        Assert.Equal(Bytes.FromHex("C1C2C3C4"), red.Primary.ToArray());
        Assert.Equal(2, red.RedundantCount);
        Assert.Equal(960, red.Redundant(1).TimestampOffset);
        Assert.Equal(Bytes.FromHex("B1B2"), red.Redundant(1).Data.ToArray());
        Assert.Equal(1920, red.Redundant(2).TimestampOffset);
        Assert.Equal(Bytes.FromHex("A1A2A3"), red.Redundant(2).Data.ToArray());
        Assert.Equal(111, red.Redundant(2).PayloadType);
    }

    [Fact]
    public void A_packet_may_have_no_copies()
    {
        Assert.True(RedPayload.TryParse(None, out var red));
        Assert.Equal(0, red.RedundantCount);
        Assert.Equal(Bytes.FromHex("C1C2"), red.Primary.ToArray());
        Assert.False(red.TryRecover(960, out _));
    }

    [Fact]
    public void A_lost_frame_is_recovered_by_its_distance()
    {
        Assert.True(RedPayload.TryParse(Two, out var red));
        Assert.True(red.TryRecover(1920, out var data));
        Assert.Equal(Bytes.FromHex("A1A2A3"), data.ToArray());
        Assert.False(red.TryRecover(2880, out _));

        Assert.True(RedPayload.TryParse(Empty, out red));
        Assert.False(red.TryRecover(960, out _));
    }

    [Fact]
    public void Offsets_and_lengths_may_have_all_their_bits()
    {
        byte[] packet = [0xEF, 0xFF, 0xFF, 0xFF, 0x6F, .. new byte[1023], 0xC1];
        Assert.True(RedPayload.TryParse(packet, out var red));
        Assert.Equal(0x3FFF, red.Redundant(1).TimestampOffset);
        Assert.Equal(1023, red.Redundant(1).Data.Length);
        Assert.Equal([0xC1], red.Primary.ToArray());
    }

    /// <summary>The last four bytes are the frame: cut there, a shorter frame remains.</summary>
    [Fact]
    public void A_cut_packet_is_refused_until_the_primary_frame_begins() =>
        Assert.All(
            Bytes.Truncations(Two),
            bytes => Assert.Equal(bytes.Length > Two.Length - 4, RedPayload.TryParse(bytes, out _)));

    [Fact]
    public void More_copies_than_anybody_sends_are_refused()
    {
        var header = Bytes.FromHex("EF 000000");
        byte[] eight = [.. Enumerable.Repeat(header, 8).SelectMany(bytes => bytes), 0x6F, 0xC1];
        Assert.True(RedPayload.TryParse(eight, out _));
        Assert.False(RedPayload.TryParse([.. header, .. eight], out _));
    }

    [Fact]
    [FuzzTarget(typeof(RedPayload))]
    public void Survives_random_and_mutated_bytes() => Fuzzer.Run([Two, None, Empty], static bytes =>
    {
        if (!RedPayload.TryParse(bytes, out var red))
        {
            return;
        }

        var total = red.Primary.Length + 1;
        for (var age = 1; age <= red.RedundantCount; age++)
        {
            total += red.Redundant(age).Data.Length + 4;
        }

        Assert.Equal(bytes.Length, total);
        red.TryRecover(960, out _);
    });
}
