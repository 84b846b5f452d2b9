using System.Text;
using CsCheck;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class SourceDescriptionTests
{
    /// <summary>Source 10: CNAME "ab", TOOL "x"; source 11: nothing; source 12: CNAME "xyz".</summary>
    private static readonly byte[] Three = Bytes.FromHex(
        """
        83CA0008
        0000000A 01026162 06017800
        0000000B 00000000
        0000000C 01037879 7A000000
        """);

    static SourceDescriptionTests() => (Three[2], Three[3]) = (0, (byte)((Three.Length / 4) - 1));

    [Fact]
    public void Enumerates_the_items_of_all_chunks()
    {
        Assert.True(SourceDescription.TryParse(Packets.First(Three), out var description));
        var items = new List<(uint, SdesItemType, string)>();
        foreach (var item in description)
        {
            items.Add((item.Source.Value, item.Type, Encoding.UTF8.GetString(item.Value)));
        }

        Assert.Equal(
            [
                (10, SdesItemType.CanonicalName, "ab"),
                (10, SdesItemType.Tool, "x"),
                (12, SdesItemType.CanonicalName, "xyz"),
            ],
            items);
    }

    [Fact]
    public void Finds_a_CNAME_by_source()
    {
        Assert.True(SourceDescription.TryParse(Packets.First(Three), out var description));
        Assert.True(description.TryGetCanonicalName(new Ssrc(12), out var name));
        Assert.Equal("xyz", Encoding.UTF8.GetString(name));
        Assert.False(description.TryGetCanonicalName(new Ssrc(11), out _));
    }

    [Fact]
    public void A_cut_description_is_refused() =>
        Packets.AssertRefusesEveryCut(Three, packet => SourceDescription.TryParse(packet, out _));

    [Theory]
    [InlineData("81CA0002 0000000A 01056162", "item longer than the packet")]
    [InlineData("81CA0002 0000000A 01026162", "chunk without an end")]
    [InlineData("82CA0002 0000000A 00000000", "a chunk is missing")]
    public void Refuses(string packet, string why) =>
        Assert.False(SourceDescription.TryParse(Packets.First(Bytes.FromHex(packet)), out _), why);

    [Fact]
    public void A_CNAME_of_any_length_survives_the_round_trip() => Gen.Byte.Array[0, 255].Sample(name =>
    {
        var bytes = Packets.Write((ref RtcpWriter writer) => writer.WriteCanonicalName(new Ssrc(10), name));
        Assert.Equal(0, bytes.Length % 4);
        Assert.True(SourceDescription.TryParse(Packets.First(bytes), out var description));
        Assert.True(description.TryGetCanonicalName(new Ssrc(10), out var read));
        Assert.True(read.SequenceEqual(name));
    });

    [Fact]
    public void A_name_too_long_is_not_written()
    {
        var writer = new RtcpWriter(new byte[2000]);
        Assert.False(writer.WriteCanonicalName(new Ssrc(1), new byte[256]));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    [FuzzTarget(typeof(SourceDescription))]
    public void Survives_random_and_mutated_bytes() => Packets.Fuzz([Three], static packet =>
    {
        if (SourceDescription.TryParse(packet, out var description))
        {
            _ = description.TryGetCanonicalName(new Ssrc(99), out _);
        }
    });
}
