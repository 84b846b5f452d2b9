using CsCheck;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class RedundantAudioTests
{
    private const int Frame = 960;

    /// <summary>Whatever is lost or late on the way in, each number holds its own frame, and what any packet repeated is there.</summary>
    [Fact]
    public void Lost_frames_that_a_later_packet_repeats_become_packets_of_their_own() =>
        Gen.Select(Gen.Int[0, 2], Gen.Bool.Array[1, 60], Gen.Int[0, 3].Array[60]).Sample((redundancy, lost, delays) =>
        {
            var layer = Microphone();
            var arrived = Enumerable.Range(0, lost.Length).Where(frame => !lost[frame]).OrderBy(frame => frame + delays[frame]).ToList();
            foreach (var frame in arrived)
            {
                Receive(layer, frame, redundancy);
            }

            for (var frame = 0; frame < lost.Length; frame++)
            {
                var isRepeated = Enumerable.Range(1, redundancy).Any(age => arrived.Skip(1).Contains(frame + age));
                var isThere = layer.History.TryFind(frame, out var index);
                Assert.Equal(!lost[frame] || (isRepeated && frame >= 0), isThere);
                if (isThere)
                {
                    ref readonly var packet = ref layer.History.Packet(index);
                    var payload = layer.History.Payload(index);
                    var opus = packet.Codec == CodecKind.Red ? RedundantAudio.Unwrap(payload) : payload;
                    Assert.Equal((uint)(frame * Frame), packet.Timestamp);
                    Assert.Equal([(byte)frame, 1, 2], opus.ToArray());
                }
            }

            Assert.Equal(layer.Batch.Count, layer.Batch.Distinct().Count());
        });

    [Fact]
    public void An_original_that_comes_after_its_copy_is_known_already()
    {
        var layer = Microphone();
        Receive(layer, 0, redundancy: 1);
        Receive(layer, 2, redundancy: 1);
        Assert.Equal([0, 1, 2], layer.Batch);
        Assert.False(Receive(layer, 1, redundancy: 1));
    }

    [Fact]
    public void Blocks_get_the_viewers_payload_type()
    {
        var payload = Red(5, redundancy: 2);
        RedundantAudio.Retype(payload, 96);
        Assert.True(RedPayload.TryParse(payload, out var red));
        Assert.Equal((96, 96, 96), (red.PrimaryPayloadType, red.Redundant(1).PayloadType, red.Redundant(2).PayloadType));
        Assert.Equal([5, 1, 2], red.Primary.ToArray());
        Assert.Equal([3, 1, 2], red.Redundant(2).Data.ToArray());
    }

    [Fact]
    public void No_bytes_make_it_throw_or_write_beyond_them() =>
        Gen.Byte.Array[0, 40].Sample(bytes =>
        {
            var layer = Microphone();
            Receive(layer, 0, redundancy: 0);
            RedundantAudio.TryRecover(layer, Stored(1), bytes);
            RedundantAudio.Unwrap(bytes);
            RedundantAudio.Retype(bytes, 111);
        });

    private static Layer Microphone() =>
        Stage.Publish(Stage.Join(new Room("room"), "host"), MediaSource.Microphone).Layers[0];

    private static bool Receive(Layer layer, int frame, int redundancy)
    {
        var payload = Red(frame, redundancy);
        RedundantAudio.TryRecover(layer, Stored(frame), payload);
        return layer.TryAdd(default, Stored(frame), payload, default);
    }

    private static StoredPacket Stored(int frame) => new()
    {
        Sequence = frame,
        Timestamp = unchecked((uint)(frame * Frame)),
        Codec = CodecKind.Red,
        AudioLevel = StoredPacket.Absent,
        VideoOrientation = StoredPacket.Absent,
    };

    /// <summary>RFC 2198 §3: headers of the older frames first, then F = 0 and the type of the primary one.</summary>
    private static byte[] Red(int frame, int redundancy)
    {
        var bytes = new List<byte>();
        for (var age = redundancy; age >= 1; age--)
        {
            var offset = age * Frame;
            bytes.AddRange([0x80 | 111, (byte)(offset >> 6), (byte)(offset << 2), 3]);
        }

        bytes.Add(111);
        for (var age = redundancy; age >= 0; age--)
        {
            bytes.AddRange([(byte)(frame - age), 1, 2]);
        }

        return [.. bytes];
    }
}
