using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class H264PayloadTests
{
    private static readonly byte[] ParameterSets = Bytes.FromHex("78 0004 67 42E01F 0003 68 CE3C 0002 65 88");

    /// <summary>
    /// By RFC 6184 §5: type 5 is an IDR slice, 7 SPS, 8 PPS, 24 STAP-A, 28 FU-A with S and type in its second byte.
    /// </summary>
    [Theory]
    [InlineData("65 88", false, false, true)]
    [InlineData("67 42", true, false, false)]
    [InlineData("68 CE", false, true, false)]
    [InlineData("41 9A", false, false, false)]
    [InlineData("78 0004 67 42E01F 0003 68 CE3C 0002 65 88", true, true, true)]
    [InlineData("78 0002 41 9A", false, false, false)]
    [InlineData("7C 85 88", false, false, true)]
    [InlineData("7C 05 88", false, false, false)]
    [InlineData("7C 45 88", false, false, false)]
    [InlineData("7C 81 88", false, false, false)]
    public void Says_what_begins_in_a_packet(string payload, bool sps, bool pps, bool idr)
    {
        Assert.True(H264Payload.TryParse(Bytes.FromHex(payload), out var h264));
        Assert.Equal((sps, pps, idr), (h264.HasSps, h264.HasPps, h264.HasIdr));
        Assert.Equal(sps || idr, h264.IsKeyFrame);
    }

    [Theory]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("7E 00")]
    [InlineData("7C")]
    [InlineData("78 0000")]
    [InlineData("78 0003 67 42")]
    public void Refuses_what_is_no_packet_of_mode_1(string payload) =>
        Assert.False(H264Payload.TryParse(Bytes.FromHex(payload), out _));

    [Fact]
    public void An_aggregate_cut_within_a_unit_is_refused()
    {
        int[] wholeUnits = [1, 7, 12];
        foreach (var bytes in Bytes.Truncations(ParameterSets).Skip(1))
        {
            Assert.Equal(wholeUnits.Contains(bytes.Length), H264Payload.TryParse(bytes, out _));
        }
    }

    [Fact]
    [FuzzTarget(typeof(H264Payload))]
    public void Survives_random_and_mutated_bytes() =>
        Fuzzer.Run([ParameterSets, [0x7C, 0x85, 0x88]], static bytes => _ = H264Payload.TryParse(bytes, out _));
}
