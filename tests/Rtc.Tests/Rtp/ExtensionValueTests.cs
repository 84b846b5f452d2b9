using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Rtp;

public sealed class ExtensionValueTests
{
    [Fact]
    public void Audio_level_is_a_voice_bit_and_seven_bits_of_level()
    {
        Assert.True(AudioLevel.TryParse([0x85], out var level));
        Assert.Equal(new AudioLevel(HasVoice: true, Level: 5), level);
        Assert.Equal([0x85], Written(1, level.WriteTo));
        Assert.False(AudioLevel.TryParse([], out _));
    }

    [Fact]
    public void Stream_ids_hold_up_to_sixteen_token_characters()
    {
        Assert.True(StreamId.TryParse("hi-res_1"u8, out var id));
        Assert.Equal("hi-res_1", id.ToString());
        Assert.True(StreamId.TryParse("hi-res_1".AsSpan(), out var fromText));
        Assert.Equal(id, fromText);
        Assert.Equal("hi-res_1"u8.ToArray(), Written(id.Length, id.WriteTo));
        Assert.True(StreamId.TryParse("0123456789abcdef"u8, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdefg")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\0")]
    [InlineData("é")]
    public void Other_stream_ids_are_refused(string text)
    {
        Assert.False(StreamId.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));
        Assert.False(StreamId.TryParse(text.AsSpan(), out _));
    }

    [Fact]
    public void A_prefix_is_another_stream_id()
    {
        Assert.True(StreamId.TryParse("ab"u8, out var longer));
        Assert.True(StreamId.TryParse("a"u8, out var shorter));
        Assert.NotEqual(longer, shorter);
    }

    [Fact]
    public void Transport_sequence_is_two_bytes_and_more_are_ignored()
    {
        Assert.True(TransportSequence.TryParse([0x12, 0x34, 0x80, 0x01], out var sequence));
        Assert.Equal(new RtpSeq(0x1234), sequence);
        Assert.False(TransportSequence.TryParse([0x12], out _));
        Assert.Equal([0x12, 0x34], Written(2, target => TransportSequence.Write(target, sequence)));
    }

    [Fact]
    public void Absolute_send_time_is_6_18_seconds()
    {
        // One second is 2^18.
        Assert.Equal(1u << 18, AbsSendTime.From(new Instant(1_000_000)).Value);
        Assert.Equal(0u, AbsSendTime.From(new Instant(64_000_000)).Value);
        Assert.True(AbsSendTime.TryParse([0x04, 0x00, 0x00], out var time));
        Assert.Equal(AbsSendTime.From(new Instant(1_000_000)), time);
        Assert.Equal([0x04, 0x00, 0x00], Written(3, time.WriteTo));
        Assert.False(AbsSendTime.TryParse([1, 2], out _));
    }

    [Fact]
    public void Absolute_send_times_subtract_across_the_wrap() =>
        Gen.Select(Gen.Long[0, 1L << 50], Gen.Long[-31_000_000, 31_000_000]).Sample((start, step) =>
        {
            var earlier = AbsSendTime.From(new Instant(start + 32_000_000));
            var difference = AbsSendTime.From(new Instant(start + 32_000_000 + step)) - earlier;
            return Math.Abs(difference.TotalMicroseconds - step) < 8;
        });

    [Fact]
    public void Playout_delay_is_two_times_twelve_bits_of_ten_milliseconds()
    {
        Assert.True(PlayoutDelay.TryParse([0x00, 0xA0, 0x28], out var delay));
        Assert.Equal(new PlayoutDelay(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)), delay);
        Assert.Equal([0x00, 0xA0, 0x28], Written(3, delay.WriteTo));
        Assert.False(PlayoutDelay.TryParse([0x02, 0x80, 0x0A], out _), "minimum above maximum");
        Assert.False(PlayoutDelay.TryParse([0, 0], out _));
        var longest = new PlayoutDelay(TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        Assert.Equal([0xFF, 0xFF, 0xFF], Written(3, longest.WriteTo));
    }

    [Fact]
    public void Video_orientation_is_camera_flip_and_quarter_turns()
    {
        Assert.True(VideoOrientation.TryParse([0x0D], out var orientation));
        Assert.Equal(new VideoOrientation(IsBackCamera: true, IsFlipped: true, QuarterTurns: 1), orientation);
        Assert.Equal([0x0D], Written(1, orientation.WriteTo));
        Assert.False(VideoOrientation.TryParse([], out _));
    }

    [Fact]
    [FuzzTarget(typeof(AudioLevel))]
    [FuzzTarget(typeof(StreamId))]
    [FuzzTarget(typeof(TransportSequence))]
    [FuzzTarget(typeof(AbsSendTime))]
    [FuzzTarget(typeof(PlayoutDelay))]
    [FuzzTarget(typeof(VideoOrientation))]
    public void Survive_random_bytes() => Fuzzer.Run([[0x85], "hi-res"u8.ToArray(), [0x00, 0xA0, 0x28]], static bytes =>
    {
        _ = AudioLevel.TryParse(bytes, out _);
        _ = StreamId.TryParse(bytes, out var id) && id.ToString().Length > 0;
        _ = TransportSequence.TryParse(bytes, out _);
        _ = AbsSendTime.TryParse(bytes, out _);
        _ = PlayoutDelay.TryParse(bytes, out var delay) && delay.Minimum > delay.Maximum;
        _ = VideoOrientation.TryParse(bytes, out _);
    });

    private delegate void Write(Span<byte> destination);

    private static byte[] Written(int length, Write write)
    {
        var bytes = new byte[length];
        write(bytes);
        return bytes;
    }
}
