using Serverless.Rtc.Wire;

namespace Serverless.Rtc.Tests.Wire;

public sealed class SpanReaderWriterTests
{
    [Fact]
    public void Reads_what_was_written_big_endian()
    {
        var writer = new SpanWriter(new byte[32]);
        writer.WriteU8(0x01);
        writer.WriteU16(0x0203);
        writer.WriteU24(0x040506);
        writer.WriteU32(0x0708090A);
        writer.WriteU64(0x0B0C0D0E0F101112);
        writer.WriteBytes([0x13, 0x14]);
        writer.WriteZeros(1);
        Assert.False(writer.Overflowed);
        Assert.Equal("0102030405060708090A0B0C0D0E0F101112131400", Convert.ToHexString(writer.Written));

        var reader = new SpanReader(writer.Written);
        Assert.True(reader.TryReadU8(out var u8) && u8 == 0x01);
        Assert.True(reader.TryReadU16(out var u16) && u16 == 0x0203);
        Assert.True(reader.TryReadU24(out var u24) && u24 == 0x040506);
        Assert.True(reader.TryReadU32(out var u32) && u32 == 0x0708090A);
        Assert.True(reader.TryReadU64(out var u64) && u64 == 0x0B0C0D0E0F101112);
        Assert.True(reader.TryReadBytes(2, out var bytes) && bytes is [0x13, 0x14]);
        Assert.True(reader.TrySkip(1));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_read_past_the_end_leaves_the_position()
    {
        var reader = new SpanReader([1, 2, 3]);
        Assert.False(reader.TryReadU32(out _));
        Assert.False(reader.TryReadU64(out _));
        Assert.False(reader.TryReadBytes(4, out _));
        Assert.False(reader.TryReadBytes(-1, out _));
        Assert.Equal(0, reader.Position);
        Assert.True(reader.TryReadU24(out _));
        Assert.False(reader.TryReadU8(out _));
        Assert.False(reader.TryReadU16(out _));
        Assert.False(reader.TryReadU24(out _));
        Assert.Equal(3, reader.Position);
    }

    [Fact]
    public void Writing_stops_at_the_first_overflow_until_rewound()
    {
        var writer = new SpanWriter(new byte[4]);
        writer.WriteU16(0x0102);
        writer.WriteU32(0);
        writer.WriteU8(0x03);
        Assert.True(writer.Overflowed);
        Assert.Equal(2, writer.Position);

        writer.RewindTo(1);
        writer.WriteU8(0x04);
        Assert.False(writer.Overflowed);
        Assert.Equal("0104", Convert.ToHexString(writer.Written));
    }
}
