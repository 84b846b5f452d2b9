using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtcp;

public sealed class PayloadFeedbackTests
{
    private static readonly byte[] Pli = Bytes.FromHex("81CE0002 0000000A 0000000B");
    private static readonly byte[] Fir = Bytes.FromHex(
        "84CE0006 0000000A 00000000 0000000B 07000000 0000000C 08000000");

    /// <summary>Mantissa 125,000 (0x1E848) under exponent 3: 1 Mbit/s, for sources 11 and 12.</summary>
    private static readonly byte[] Remb = Bytes.FromHex(
        "8FCE0006 0000000A 00000000 52454D42 020DE848 0000000B 0000000C");

    [Fact]
    public void Picture_loss_round_trip()
    {
        Assert.True(PictureLossIndication.TryParse(Packets.First(Pli), out var indication));
        Assert.Equal(new PictureLossIndication(new Ssrc(10), new Ssrc(11)), indication);
        Assert.Equal(
            Pli, Packets.Write((ref RtcpWriter writer) => writer.WritePictureLoss(new Ssrc(10), new Ssrc(11))));
        Packets.AssertRefusesEveryCut(Pli, packet => PictureLossIndication.TryParse(packet, out _));
        Assert.False(PictureLossIndication.TryParse(Packets.First(Fir), out _));
    }

    [Fact]
    public void Reads_the_entries_of_a_full_intra_request()
    {
        Assert.True(FullIntraRequest.TryParse(Packets.First(Fir), out var request));
        Assert.Equal(2, request.Count);
        Assert.Equal(new FullIntraEntry(new Ssrc(11), 7), request[0]);
        Assert.Equal(new FullIntraEntry(new Ssrc(12), 8), request[1]);
        Assert.False(FullIntraRequest.TryParse(Packets.First(Bytes.FromHex("84CE0002 0000000A 00000000")), out _));
    }

    [Fact]
    public void Writes_a_full_intra_request() => Assert.Equal(
        Bytes.FromHex("84CE0004 0000000A 00000000 0000000B 07000000"),
        Packets.Write((ref RtcpWriter writer) =>
            writer.WriteFullIntraRequest(new Ssrc(10), new FullIntraEntry(new Ssrc(11), 7))));

    [Fact]
    public void Reads_a_receiver_estimate()
    {
        Assert.True(ReceiverEstimate.TryParse(Packets.First(Remb), out var estimate));
        Assert.Equal(Bitrate.Kilobits(1000), estimate.Bitrate);
        Assert.Equal(2, estimate.Count);
        Assert.Equal((new Ssrc(11), new Ssrc(12)), (estimate[0], estimate[1]));
        Packets.AssertRefusesEveryCut(Remb, packet => ReceiverEstimate.TryParse(packet, out _));
    }

    [Fact]
    public void An_estimate_beyond_63_bits_is_clamped()
    {
        var bytes = Bytes.FromHex("8FCE0004 0000000A 00000000 52454D42 00FFFFFF");
        Assert.True(ReceiverEstimate.TryParse(Packets.First(bytes), out var estimate));
        Assert.Equal(long.MaxValue, estimate.Bitrate.BitsPerSecond);
    }

    [Fact]
    public void Other_application_feedback_is_no_estimate() => Assert.False(ReceiverEstimate.TryParse(
        Packets.First(Bytes.FromHex("8FCE0004 0000000A 00000000 41424344 00000000")), out _));

    [Fact]
    [FuzzTarget(typeof(PictureLossIndication))]
    [FuzzTarget(typeof(FullIntraRequest))]
    [FuzzTarget(typeof(ReceiverEstimate))]
    public void Survive_random_and_mutated_bytes() => Packets.Fuzz([Pli, Fir, Remb], static packet =>
    {
        _ = PictureLossIndication.TryParse(packet, out _);
        if (FullIntraRequest.TryParse(packet, out var request))
        {
            _ = request[request.Count - 1];
        }

        if (ReceiverEstimate.TryParse(packet, out var estimate))
        {
            Assert.True(estimate.Bitrate >= Bitrate.Zero);
            for (var index = 0; index < estimate.Count; index++)
            {
                _ = estimate[index];
            }
        }
    });
}
