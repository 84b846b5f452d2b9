using System.Buffers.Binary;
using CsCheck;
using Serverless.Rtc.Framing;

namespace Serverless.Rtc.Tests.Framing;

public sealed class FrameReaderTests
{
    private static readonly Gen<byte[][]> Datagrams = Gen.Byte.Array[0, 300].Array[0, 12];

    [Fact]
    public void However_a_stream_is_cut_the_datagrams_are_those_that_were_put_on_it() =>
        Gen.Select(Datagrams, Gen.Int[1, 700].Array[1, 20]).Sample((datagrams, cuts) =>
        {
            var stream = datagrams.SelectMany(Frame).ToArray();
            var reader = new FrameReader();
            var read = new List<byte[]>();
            for (var (start, turn) = (0, 0); start < stream.Length; turn++)
            {
                var end = Math.Min(stream.Length, start + cuts[turn % cuts.Length]);
                ReadInto(read, reader, stream.AsSpan(start..end).ToArray());
                start = end;
            }

            Assert.Equal(datagrams.Where(datagram => datagram.Length > 0), read);
            Assert.False(reader.IsBroken);
        });

    [Fact]
    public void Byte_by_byte_is_the_same_as_at_once()
    {
        byte[][] datagrams = [[1], [2, 3], new byte[StreamFrame.MaximumDatagram], [], [4]];
        var reader = new FrameReader();
        var read = new List<byte[]>();
        foreach (var value in datagrams.SelectMany(Frame))
        {
            ReadInto(read, reader, [value]);
        }

        Assert.Equal(datagrams.Where(datagram => datagram.Length > 0), read);
    }

    /// <summary>What a web browser or a scanner says first, and one byte more than a datagram may have.</summary>
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("\u0008\u0001")]
    public void A_frame_longer_than_any_datagram_breaks_the_stream_for_good(string text)
    {
        foreach (var step in (int[])[1, text.Length])
        {
            var reader = new FrameReader();
            foreach (var piece in text.Select(character => (byte)character).Chunk(step))
            {
                Assert.Empty(ReadInto([], reader, piece));
            }

            Assert.True(reader.IsBroken);
            Assert.Empty(ReadInto([], reader, Frame([1, 2, 3])));
        }
    }

    [Fact]
    public void What_was_taken_out_can_be_put_back()
    {
        byte[] stream = [.. Frame([1, 2, 3]), .. Frame([4]), 0];
        Span<byte> rest = stream;
        Assert.True(new FrameReader().TryRead(ref rest, out var first));

        Assert.Equal(stream, StreamFrame.Again(first, rest));
    }

    private static List<byte[]> ReadInto(List<byte[]> read, FrameReader reader, Span<byte> piece)
    {
        while (reader.TryRead(ref piece, out var datagram))
        {
            read.Add(datagram.ToArray());
        }

        return read;
    }

    private static byte[] Frame(byte[] datagram)
    {
        var frame = new byte[2 + datagram.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame, 2);
        return frame;
    }
}
