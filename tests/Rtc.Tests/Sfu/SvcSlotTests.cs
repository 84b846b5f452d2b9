using System.Buffers.Binary;
using Serverless.Rtc.Peer;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Tests.Rtp;
using Serverless.Rtc.Tests.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>AV1 of two sizes and two rates in one stream, told apart by dependency descriptors.</summary>
public sealed class SvcSlotTests : IDisposable
{
    private const byte Descriptor = 7;

    /// <summary>Templates of L2T2 for a key picture, then T1, T0, T1, T0, each with both sizes.</summary>
    private static readonly byte[] Templates = [0, 3, 2, 5, 1, 4, 2, 5, 1, 4];

    private readonly CountingSink _sink = new();
    private readonly List<byte[]> _descriptors = [];
    private readonly DropCounters _drops = new();
    private readonly Room _room = new("room");
    private readonly Transport _viewer;
    private readonly Slot _slot;
    private Instant _now = new(1_000_000);

    public SvcSlotTests()
    {
        var participant = Stage.Join(_room, "viewer");
        Stage.AddSlots(participant, audio: 0, video: 1);
        var section = participant.Slots[0].Section with
        {
            Codecs = [ClientCodecs.Av1, ClientCodecs.H264],
            Extensions = new ExtensionIds { DependencyDescriptor = Descriptor },
        };
        _slot = new Slot(section with { Slot = section.Slot with { RtxSsrc = 777 } }, destination => destination.Clear());
        _viewer = Stage.Connect(_now, _sink, _drops);
    }

    [Fact]
    public void All_of_it_goes_out_as_it_is()
    {
        var layer = Show("host");
        var sent = Send(layer, sequence: 10, frame: 100);
        Assert.Equal([100, 101, 102, 103, 104, 105, 106, 107, 108, 109], sent.Select(packet => packet.Frame));
        Assert.Equal(4, layer.Publication.Ladder.Count);
        Assert.Equal(new FrameSize(320, 240), layer.Publication.Ladder.Size(3));
        Assert.Equal(new FrameSize(160, 120), layer.Publication.Ladder.Size(0));
    }

    [Fact]
    public void The_lower_size_alone_ends_its_pictures_and_leaves_no_gap_in_sequence_numbers()
    {
        var layer = Show("host");
        Send(layer, sequence: 10, frame: 100);
        _slot.Target(1);
        _slot.Follow(_now);
        var sent = Send(layer, sequence: 20, frame: 110);
        Assert.Equal([110, 112, 114, 116, 118], sent.Select(packet => packet.Frame));
        Assert.All(sent, packet => Assert.True(packet.Marker));
        Assert.Equal([0, 1, 2, 3, 4], sent.Select(packet => packet.Sequence - sent[0].Sequence));
    }

    [Fact]
    public void Frame_numbers_go_on_at_another_source_and_repairs_of_both_carry_what_went_out()
    {
        var first = Send(Show("host"), sequence: 10, frame: 100);
        var second = Send(Show("other"), sequence: 5_000, frame: 60_000);
        Assert.Equal(Enumerable.Range(110, 10), second.Select(packet => packet.Frame));
        Assert.Equal(first[^1].Sequence + 1, second[0].Sequence);
        _now += TimeSpan.FromMilliseconds(200);
        foreach (var packet in new[] { first[^1], second[0] })
        {
            _slot.Retransmit(_now, new RtpSeq((ushort)packet.Sequence), TimeSpan.FromMilliseconds(100), _viewer, _sink);
            Assert.True(RtpView.TryParse(_sink.Last.Span[..^PlainCiphers.Tag], out var repair));
            Assert.Equal(packet.Sequence, BinaryPrimitives.ReadUInt16BigEndian(repair.Payload));
            Assert.Equal(packet.Frame, FrameOf(repair));
        }
    }

    [Fact]
    public void The_structure_of_the_next_source_has_template_ids_of_its_own()
    {
        var reader = new StrictDependencyReceiver();
        Send(Show("host"), sequence: 10, frame: 100);
        var late = _descriptors[^1];
        Assert.All(_descriptors, descriptor => Assert.True(reader.TryRead(descriptor, out _)));
        _descriptors.Clear();

        Send(Show("other"), sequence: 5_000, frame: 60_000);
        Assert.All(_descriptors, descriptor => Assert.True(reader.TryRead(descriptor, out _)));
        Assert.False(reader.TryRead(late, out _), "a late packet of the first is not taken for one of the second");
    }

    [Fact]
    public void Frame_numbers_go_on_where_another_codec_played_between()
    {
        var first = Send(Show("host"), sequence: 10, frame: 40_000);
        Show("h264");
        SendH264(_room.Participants[^1].Publications[0].Layers[0]);
        var second = Send(Show("other"), sequence: 5_000, frame: 7);
        Assert.Equal(first[^1].Frame + 1, second[0].Frame);
        SendH264(Show("again"));
        SendH264(Show("and again"));
        Assert.Equal(second[^1].Frame + 1, Send(Show("last"), sequence: 9, frame: 3)[0].Frame);
    }

    public void Dispose() => _viewer.Dispose();

    private void SendH264(Layer layer)
    {
        var packet = new StoredPacket
        {
            Sequence = 1,
            ArrivedAt = _now,
            Codec = CodecKind.H264,
            StartsKeyFrame = true,
            AudioLevel = StoredPacket.Absent,
            VideoOrientation = StoredPacket.Absent,
        };
        var before = _sink.Count;
        Assert.True(layer.TryAdd(_now, packet, [0x65, 0], new PacketFacts { StartsKeyFrame = true }));
        _slot.Forward(_now, layer, 1, _viewer, _sink, _drops);
        Assert.Equal(before + 1, _sink.Count);
    }

    private Layer Show(string host)
    {
        var camera = Stage.Publish(Stage.Join(_room, host), MediaSource.Camera);
        _slot.Play(camera);
        return camera.Layers[0];
    }

    /// <summary>One packet per frame, a key picture first.</summary>
    private List<(int Sequence, int Frame, bool Marker)> Send(Layer layer, long sequence, ushort frame)
    {
        var sent = new List<(int, int, bool)>();
        foreach (var template in Templates)
        {
            byte[] descriptor = template == 0 ? [.. DependencyReaderTests.L2T2] : [(byte)(0xC0 | template), 0, 0];
            DependencyDescriptor.WriteNumbers(descriptor, frame++, templateShift: 0);
            Assert.True(layer.TryReadDependency(descriptor, out var dependency));
            var facts = PacketFacts.Read(dependency, layer.Dependencies!.Structure!);
            var packet = new StoredPacket
            {
                Sequence = sequence,
                Timestamp = (uint)(frame - 1 - dependency.SpatialId),
                ArrivedAt = _now,
                Codec = CodecKind.Av1,
                StartsKeyFrame = facts.StartsKeyFrame,
                AudioLevel = StoredPacket.Absent,
                VideoOrientation = StoredPacket.Absent,
                Dependency = dependency,
            };
            Assert.True(layer.TryAdd(_now, packet, [0x10, 0x0A], facts, descriptor));
            var before = _sink.Count;
            _slot.Forward(_now, layer, sequence++, _viewer, _sink, _drops);
            if (_sink.Count > before)
            {
                Assert.True(RtpView.TryParse(_sink.Last.Span[..^PlainCiphers.Tag], out var view));
                sent.Add((view.Sequence.Value, FrameOf(view), view.Marker));
                Assert.True(view.TryGetExtension(Descriptor, out var written));
                _descriptors.Add(written.ToArray());
            }
        }

        return sent;
    }

    private static int FrameOf(RtpView packet)
    {
        Assert.True(packet.TryGetExtension(Descriptor, out var descriptor));
        return BinaryPrimitives.ReadUInt16BigEndian(descriptor[1..]);
    }
}
