using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>What went out of a slot, by its numbers there.</summary>
internal sealed class SentOut(Passages passages, Layer[] layers)
{
    private readonly SortedDictionary<long, (SentPacket Packet, Rewrite Rewrite)> _packets = [];
    private readonly List<long> _starts = [0, 0];

    public void NoteSwitch() => _starts.Add(passages.Present!.FirstMapped);

    public void Add(SentPacket arrival, Rewrite rewrite)
    {
        Assert.True(_packets.TryAdd(rewrite.Sequence, (arrival, rewrite)), "one number, two packets");
        ExpectFound(arrival.At, arrival, rewrite);
    }

    /// <param name="isComplete">Nothing was lost or overtaken on the way to the slot.</param>
    public void ExpectRising(CodecKind codec, bool isComplete)
    {
        var stream = _packets.Values.ToList();
        for (var index = 1; index < stream.Count; index++)
        {
            var (before, after) = (stream[index - 1], stream[index]);
            var isSameFrame = (before.Packet.Layer, before.Packet.Frame) == (after.Packet.Layer, after.Packet.Frame);
            var step = new RtpTime(after.Rewrite.Timestamp) - new RtpTime(before.Rewrite.Timestamp);
            Assert.True(isSameFrame ? step == 0 : step > 0, "timestamps rise from frame to frame");
            ExpectCounted(codec, before.Rewrite, after.Rewrite, isSameFrame, isComplete);
            if (isComplete)
            {
                Assert.Equal(before.Rewrite.Sequence + 1, after.Rewrite.Sequence);
                Assert.True(codec == CodecKind.Opus || before.Rewrite.Marker != isSameFrame, "the marker ends the picture");
            }
        }
    }

    /// <summary>Repairs find what the last two passages sent in the last second; a layer's history is two long.</summary>
    public void ExpectNewestFound(Instant now)
    {
        foreach (var (arrival, rewrite) in _packets.Values.TakeLast(20))
        {
            if (rewrite.Sequence >= _starts[^2] && now - arrival.At < TimeSpan.FromSeconds(1))
            {
                ExpectFound(now, arrival, rewrite);
            }
        }
    }

    private static void ExpectCounted(CodecKind codec, in Rewrite before, in Rewrite after, bool isSameFrame, bool isComplete)
    {
        // What VP9 and AV1 keep back keeps its number: three of four pictures at most.
        var (step, most) = codec switch
        {
            CodecKind.Vp8 => ((after.Vp8.PictureId - before.Vp8.PictureId) & 0x7FFF, 1),
            CodecKind.Vp9 => ((after.Vp9.PictureId - before.Vp9.PictureId) & 0x7FFF, 4),
            CodecKind.Av1 => ((after.Dependency.FrameNumber - before.Dependency.FrameNumber) & 0xFFFF, 4),
            _ => (isSameFrame ? 0 : 1, 1),
        };
        // With SVC each layer of a picture is a frame of AV1.
        Assert.True(isSameFrame ? step == (codec == CodecKind.Av1 ? 1 : 0) : step > 0 && step <= (isComplete ? most : 1000), "frames are counted on");
        if (codec == CodecKind.Vp9)
        {
            var bases = (after.Vp9.BaseLayerIndex - before.Vp9.BaseLayerIndex) & 0xFF;
            Assert.True(bases == 0 || (!isSameFrame && bases <= (isComplete ? 1 : 100)), "and base pictures");
        }
    }

    private void ExpectFound(Instant now, SentPacket arrival, Rewrite rewrite)
    {
        Assert.True(passages.TryFind(now, rewrite.Sequence, out var layer, out var index, out var again));
        Assert.Equal(layers[arrival.Layer], layer);
        Assert.Equal(arrival.Packet.Sequence, layer.History.Packet(index).Sequence);
        Assert.Equal(rewrite, again);
    }
}
