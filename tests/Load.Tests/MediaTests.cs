using Serverless.Load.Media;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Tests;

public sealed class MediaTests
{
    [Theory]
    [InlineData(0.013)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void People_speak_for_the_share_of_time_that_was_asked_for(double share)
    {
        var spurts = Enumerable.Range(0, 100).Select(seed => new TalkSpurts(share, new Random(seed))).ToArray();
        var (talking, all) = (0, 0);
        for (var step = 0; step < 50 * 600; step++)
        {
            foreach (var person in spurts)
            {
                person.Advance(TimeSpan.FromMilliseconds(20));
                talking += person.IsTalking ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((double)talking / all, share * 0.85, share * 1.15);
    }

    [Fact]
    public void Frames_look_like_VP8_to_who_forwards_them()
    {
        var frames = new Vp8Frames();
        var payload = new byte[100];
        frames.Begin(isKey: true);
        frames.Write(payload, isFirst: true, isLast: false);
        Assert.True(Vp8Payload.TryParse(payload, out var key));
        frames.Begin(isKey: false);
        Array.Clear(payload);
        frames.Write(payload, isFirst: true, isLast: false);
        Assert.True(Vp8Payload.TryParse(payload, out var next));

        Assert.True(key.IsKeyFrame);
        Assert.False(next.IsKeyFrame);
        Assert.Equal(key.PictureId + 1, next.PictureId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_look_like_H264_to_who_forwards_them(bool inOnePacket)
    {
        var frames = new H264Frames();
        var (key, next) = (new byte[100], new byte[100]);
        frames.Begin(isKey: true);
        frames.Write(key, isFirst: true, inOnePacket);
        frames.Begin(isKey: false);
        frames.Write(next, isFirst: true, inOnePacket);

        Assert.True(H264Payload.TryParse(key, out var first));
        Assert.True(first.IsKeyFrame);
        Assert.True(H264Payload.TryParse(next, out var second));
        Assert.False(second.IsKeyFrame);
    }

    [Fact]
    public void A_stamp_is_found_at_the_end_of_a_payload_and_nowhere_else()
    {
        var payload = new byte[50];
        Stamp.Write(payload, new Instant(1234567));

        Assert.True(Stamp.TryRead(payload, out var sent));
        Assert.Equal(new Instant(1234567), sent);
        Assert.False(Stamp.TryRead(payload.AsSpan(..^1), out _));
        Assert.False(Stamp.TryRead([], out _));
    }

    [Fact]
    public void A_bitrate_becomes_packets_of_one_size()
    {
        var shape = VideoShape.OfBitrate(1_920_000, 25, 1200, spread: false, simulcast: false);

        Assert.Equal(8, shape.PacketsPerFrame);
        Assert.Equal(1200, shape.PacketLength);
        Assert.Equal(1_920_000, shape.Bitrate);
    }
}
