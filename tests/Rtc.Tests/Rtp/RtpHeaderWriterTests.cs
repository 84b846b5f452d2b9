using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class RtpHeaderWriterTests
{
    private static readonly Gen<(byte Id, byte[] Value)[]> Extensions =
        Gen.Select(Gen.Byte[1, 20], Gen.Byte.Array[0, 20]).Array[0, 8]
            .Select(all => all.DistinctBy(extension => extension.Item1).ToArray());

    [Fact]
    public void A_bare_header_is_the_twelve_bytes_of_RFC_3550()
    {
        var buffer = new byte[20];
        var writer = new RtpHeaderWriter(
            buffer,
            marker: true,
            new PayloadType(96),
            new RtpSeq(0x1234),
            new RtpTime(0x01020304),
            new Ssrc(0xDEADBEEF));
        Assert.Equal(12, writer.Finish());
        Assert.Equal("80E0123401020304DEADBEEF", Convert.ToHexString(buffer.AsSpan(0, 12)));
    }

    [Fact]
    public void Short_extensions_take_the_one_byte_form()
    {
        var buffer = new byte[64];
        var writer = Begin(buffer);
        writer.WriteExtension(1, [0xAA]);
        writer.WriteExtension(3, [0xB1, 0xB2]);
        var length = writer.Finish();
        Assert.Equal("BEDE000210AA31B1B2000000", Convert.ToHexString(buffer.AsSpan(12, length - 12)));
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 17)]
    public void What_the_one_byte_form_cannot_hold_turns_the_block_to_two_bytes(byte id, int length)
    {
        var buffer = new byte[64];
        var writer = Begin(buffer);
        writer.WriteExtension(2, [0xAA]);
        writer.WriteExtension(id, new byte[length]);
        Assert.True(RtpView.TryParse(buffer.AsSpan(0, writer.Finish()), out var view));
        Assert.Equal(0x10, buffer[12]);
        Assert.True(view.TryGetExtension(2, out var first) && first is [0xAA]);
        Assert.True(view.TryGetExtension(id, out var second) && second.Length == length);
    }

    [Fact]
    public void An_id_of_zero_means_not_negotiated_and_writes_nothing()
    {
        var writer = Begin(new byte[64]);
        writer.WriteExtension(0, [1, 2, 3]);
        Assert.Equal(12, writer.Finish());
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Gen.Bool, Gen.Byte[0, 127], Gen.UShort, Gen.UInt, Gen.UInt, Gen.Bool, Extensions)
            .Sample((marker, type, sequence, timestamp, ssrc, hasCsrc, extensions) =>
            {
                var buffer = new byte[512];
                Array.Fill(buffer, (byte)0xFF);
                var writer = new RtpHeaderWriter(
                    buffer,
                    marker,
                    new PayloadType(type),
                    new RtpSeq(sequence),
                    new RtpTime(timestamp),
                    new Ssrc(ssrc));
                if (hasCsrc)
                {
                    writer.WriteCsrc(new Ssrc(77));
                }

                foreach (var (id, value) in extensions)
                {
                    writer.WriteExtension(id, value);
                }

                var length = writer.Finish();
                Assert.True(RtpView.TryParse(buffer.AsSpan(0, length), out var view));
                Assert.Equal(length, view.HeaderLength);
                Assert.Equal(
                    (marker, type, sequence, timestamp, ssrc),
                    (view.Marker, view.PayloadType.Value, view.Sequence.Value, view.Timestamp.Value, view.Ssrc.Value));
                Assert.Equal(hasCsrc ? 1 : 0, view.CsrcCount);
                Assert.True(!hasCsrc || view.Csrc(0) == new Ssrc(77));
                foreach (var (id, value) in extensions)
                {
                    Assert.True(view.TryGetExtension(id, out var read) && read.SequenceEqual(value));
                }
            });

    [Fact]
    public void A_header_that_does_not_fit_has_no_length() =>
        Gen.Select(Extensions, Gen.Int[0, 200]).Sample((extensions, room) =>
        {
            var whole = Write(new byte[512], extensions);
            var length = Write(new byte[room], extensions);
            Assert.True(length == (whole <= room ? whole : 0));
        });

    private static RtpHeaderWriter Begin(byte[] buffer) =>
        new(buffer, marker: false, new PayloadType(96), new RtpSeq(1), new RtpTime(2), new Ssrc(3));

    private static int Write(byte[] buffer, (byte Id, byte[] Value)[] extensions)
    {
        var writer = Begin(buffer);
        foreach (var (id, value) in extensions)
        {
            writer.WriteExtension(id, value);
        }

        return writer.Finish();
    }
}
