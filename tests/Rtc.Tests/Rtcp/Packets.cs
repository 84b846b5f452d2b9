using Serverless.Rtc.Rtcp;

namespace Serverless.Rtc.Tests.Rtcp;

/// <summary>Single packets for the views' tests.</summary>
internal static class Packets
{
    public delegate void Consumer(RtcpPacket packet);

    public delegate bool Predicate(RtcpPacket packet);

    public delegate bool Writer(ref RtcpWriter writer);

    public static RtcpPacket First(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        Assert.True(reader.TryRead(out var packet));
        return packet;
    }

    /// <summary>What the writer wrote, in exactly as many bytes.</summary>
    public static byte[] Write(Writer write)
    {
        var buffer = new byte[2000];
        var writer = new RtcpWriter(buffer);
        Assert.True(write(ref writer));
        return buffer[..writer.Length];
    }

    /// <summary>
    /// The packet with its body cut after every word and the length field to match, so that the cut reaches the view.
    /// </summary>
    public static void AssertRefusesEveryCut(byte[] packet, Predicate tryParse)
    {
        Assert.True(tryParse(First(packet)));
        for (var words = 0; words < (packet.Length / 4) - 1; words++)
        {
            var cut = packet[..(4 * (words + 1))];
            (cut[2], cut[3]) = (0, (byte)words);
            Assert.False(tryParse(First(cut)), $"cut to {cut.Length} bytes");
        }
    }

    public static void Fuzz(byte[][] seeds, Consumer consume) => Tests.Fuzz.Fuzzer.Run(seeds, bytes =>
    {
        var reader = new RtcpReader(bytes);
        while (reader.TryRead(out var packet))
        {
            consume(packet);
        }
    });
}
