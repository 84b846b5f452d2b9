using System.Buffers.Binary;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class SlotTests : IDisposable
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(100);
    private static readonly RandomBytes Ones = destination => destination.Fill(0xff);

    private readonly CountingSink _sink = new();
    private readonly DropCounters _drops = new();
    private readonly Transport _viewer;
    private readonly Slot _slot;
    private readonly Publication _camera;
    private Instant _now = new(1_000_000);

    public SlotTests()
    {
        var room = new Room("room");
        var participant = Stage.Join(room, "viewer");
        Stage.AddSlots(participant, audio: 0, video: 1);
        var section = participant.Slots[0].Section;
        _slot = new Slot(section with { Slot = section.Slot with { RtxSsrc = 777 } }, Ones);
        _camera = Stage.Publish(Stage.Join(room, "host"), MediaSource.Camera);
        _slot.Play(_camera);
        _viewer = Stage.Connect(_now, _sink, _drops);
    }

    [Fact]
    public void It_begins_with_a_key_frame_and_drops_what_comes_before()
    {
        Forward(10, isKey: false);
        Assert.Equal((0, 1), (_sink.Count, (int)_drops[DropReason.AwaitingKeyFrame]));
        Forward(11, isKey: true);
        Forward(12, isKey: false);
        Assert.Equal(2, _sink.Count);
        Forward(9, isKey: false);
        Assert.Equal((2, 1), (_sink.Count, (int)_drops[DropReason.BeforeSwitch]));
    }

    [Fact]
    public void A_repair_carries_the_original_number_in_a_stream_that_starts_below_2_15()
    {
        var original = Forward(11, isKey: true);
        _now += RoundTrip;
        Assert.True(RtpView.TryParse(Repair(original), out var repair));
        Assert.Equal(777u, repair.Ssrc.Value);
        Assert.Equal(original.Value, BinaryPrimitives.ReadUInt16BigEndian(repair.Payload));
        Assert.Equal([0x10, 0], repair.Payload[RtxPacket.OriginalSequenceLength..].ToArray());
        Assert.InRange(repair.Sequence.Value, 0, 0x8000);
    }

    /// <summary>Under one nonce goes one packet: with a number of the path in it, the second would be another.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Without_RTX_a_repair_is_the_packet_itself_or_nothing(byte transportCc)
    {
        var section = _slot.Section;
        _slot.Renegotiate(section with
        {
            Slot = section.Slot with { RtxSsrc = null },
            Extensions = section.Extensions with { TransportCc = transportCc },
        });
        var original = Forward(11, isKey: true);
        var sent = _sink.Last[..^PlainCiphers.Tag].ToArray();
        _now += RoundTrip;
        Assert.Equal(transportCc == 0 ? sent : [], Repair(original));
    }

    [Fact]
    public void A_repair_is_sent_once_per_round_trip_and_not_while_the_first_copy_is_on_its_way_nor_after_2_s()
    {
        var original = Forward(11, isKey: true);
        Assert.Empty(Repair(original));
        _now += RoundTrip;
        Assert.NotEmpty(Repair(original));
        Assert.Empty(Repair(original));
        _now += RoundTrip;
        Assert.NotEmpty(Repair(original));
        _now += TimeSpan.FromSeconds(2);
        Assert.Empty(Repair(original));
    }

    [Fact]
    public void A_packet_from_before_the_last_switch_is_repaired_and_one_that_was_never_sent_is_not()
    {
        var original = Forward(11, isKey: true);
        _now += RoundTrip;
        Assert.Empty(Repair(original + 1));
        _slot.Play(_camera);
        Forward(50, isKey: true);
        _now += RoundTrip;
        Assert.True(RtpView.TryParse(Repair(original), out var repair));
        Assert.Equal(original.Value, BinaryPrimitives.ReadUInt16BigEndian(repair.Payload));
        _slot.Play(_camera);
        Forward(60, isKey: true);
        _now += RoundTrip;
        Assert.Empty(Repair(original));
    }

    /// <summary>
    /// 14 is of the upper temporal layer and came after 15 was sent: its number stays a gap, which the viewer asks for. 16 is of
    /// that layer and came in time, so nothing is missing.
    /// </summary>
    [Fact]
    public void Whoever_asks_for_what_was_left_out_too_late_is_told_that_it_is_empty()
    {
        Forward(11, isKey: true, Vp8(picture: 1, layer: 0));
        Forward(12, isKey: false, Vp8(picture: 2, layer: 2));
        _slot.Target(0);
        _slot.Follow(_now);
        var before = Forward(13, isKey: false, Vp8(picture: 3, layer: 0));
        var next = Forward(15, isKey: false, Vp8(picture: 5, layer: 0));
        Forward(14, isKey: false, Vp8(picture: 4, layer: 2));
        Forward(16, isKey: false, Vp8(picture: 6, layer: 2));
        var last = Forward(17, isKey: false, Vp8(picture: 7, layer: 0));
        Assert.Equal((2, 1), (next - before, last - next));
        Assert.Equal(5, _sink.Count);

        Assert.True(RtpView.TryParse(Repair(before + 1), out var empty));
        Assert.Equal((777u, false), (empty.Ssrc.Value, empty.Marker));
        Assert.Equal((before + 1).Value, BinaryPrimitives.ReadUInt16BigEndian(empty.Payload));
        Assert.Equal(RtxPacket.OriginalSequenceLength, empty.Payload.Length);
        Assert.Empty(Repair(before + 1));
        _now += RoundTrip;
        Assert.NotEmpty(Repair(before + 1));
        Assert.Empty(Repair(last + 1));
    }

    public void Dispose() => _viewer.Dispose();

    /// <summary>X, I with 15 bits, L, T.</summary>
    private static byte[] Vp8(byte picture, byte layer) =>
        [0x90, 0xE0, 0x80, picture, 0, (byte)(layer << 6), (byte)(picture == 1 ? 0 : 1), 0];

    private RtpSeq Forward(long sequence, bool isKey, byte[]? payload = null)
    {
        payload ??= [0x10, 0];
        var facts = PacketFacts.Read(CodecKind.Vp8, payload) with { StartsKeyFrame = isKey };
        var packet = new StoredPacket
        {
            Sequence = sequence,
            ArrivedAt = _now,
            Codec = CodecKind.Vp8,
            Vp8 = facts.Vp8,
            StartsKeyFrame = isKey,
            AudioLevel = StoredPacket.Absent,
            VideoOrientation = StoredPacket.Absent,
        };
        Assert.True(_camera.Layers[0].TryAdd(_now, packet, payload, facts));
        _slot.Forward(_now, _camera.Layers[0], sequence, _viewer, _sink, _drops);
        return RtpView.TryParse(_sink.Last.Span, out var sent) ? sent.Sequence : default;
    }

    /// <returns>What was sent; empty for nothing.</returns>
    private byte[] Repair(RtpSeq sequence)
    {
        var before = _sink.Count;
        _slot.Retransmit(_now, sequence, RoundTrip, _viewer, _sink);
        return _sink.Count == before ? [] : _sink.Last[..^PlainCiphers.Tag].ToArray();
    }
}
