using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Tests.Rtp;
using Serverless.Rtc.Tests.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>What an encoder of each codec sends, with counters and a clock that begin anywhere, often just below their wraps.</summary>
internal static class CodecStreams
{
    /// <summary>A picture each 33 ms, with a key picture now and then.</summary>
    public static List<SentPacket> Video(CodecKind codec, int layer, int frames, Random random)
    {
        var write = Writer(codec, random);
        var sequence = Start(1 << 16, random);
        var clock = (uint)Start(1L << 32, random);
        var sent = new List<SentPacket>();
        for (var frame = 0; frame < frames; frame++)
        {
            var isKey = frame == 0 || random.Next(12) == 0;
            var packets = write(isKey);
            for (var index = 0; index < packets.Count; index++)
            {
                var at = new Instant(1_000_000 + (frame * 33_333L) + (layer * 1_000) + (index * 100));
                var packet = new StoredPacket
                {
                    Sequence = sequence++,
                    Timestamp = unchecked(clock + (uint)(frame * 3000)),
                    Codec = codec,
                    Vp8 = PacketFacts.Read(codec, packets[index].Payload).Vp8,
                    Vp9 = PacketFacts.Read(codec, packets[index].Payload).Vp9,
                    ArrivedAt = at,
                    StartsKeyFrame = isKey && index == 0,
                    Marker = index == packets.Count - 1,
                };
                sent.Add(new SentPacket(at, layer, frame, packet, packets[index].Payload) { Descriptor = packets[index].Descriptor });
            }
        }

        return sent;
    }

    /// <summary>A frame each 20 ms, in RED or alone; pauses of speech leave no gap in the numbers, but one in the timestamps.</summary>
    public static List<SentPacket> Audio(int speaker, int frames, Random random)
    {
        var sequence = Start(1 << 16, random);
        var clock = (uint)Start(1L << 32, random);
        var sent = new List<SentPacket>();
        for (var frame = 0; frame < frames; frame += random.Next(10) == 0 ? random.Next(1, 20) : 1)
        {
            var at = new Instant(1_000_000 + (frame * 20_000L) + (speaker * 1_000));
            var packet = new StoredPacket
            {
                Sequence = sequence++,
                Timestamp = unchecked(clock + (uint)(frame * 960)),
                Codec = random.Next(2) == 0 ? CodecKind.Red : CodecKind.Opus,
                ArrivedAt = at,
            };
            sent.Add(new SentPacket(at, speaker, frame, packet, [1, 2]));
        }

        return sent;
    }

    private static long Start(long span, Random random) => random.Next(2) == 0 ? span - random.Next(1, 200) : random.NextInt64(span);

    private static Func<bool, List<(byte[] Payload, byte[] Descriptor)>> Writer(CodecKind codec, Random random) => codec switch
    {
        CodecKind.Vp8 => Vp8(random),
        CodecKind.Vp9 => Vp9(random),
        CodecKind.Av1 => Av1(random),
        _ => isKey => [.. Enumerable.Repeat(0, random.Next(1, 4)).Select(_ => ((byte[])[(byte)(isKey ? 0x65 : 0x41), 0], (byte[])[]))],
    };

    private static Func<bool, List<(byte[] Payload, byte[] Descriptor)>> Vp8(Random random)
    {
        var stream = new Vp8Stream((int)Start(1 << 15, random), (byte)Start(256, random), (byte)random.Next(32));
        return isKey => [.. stream.Next(isKey, random.Next(1, 4)).Packets.Select(payload => (payload, (byte[])[]))];
    }

    /// <summary>Two sizes and three frame rates; a layer's frame in one packet.</summary>
    private static Func<bool, List<(byte[] Payload, byte[] Descriptor)>> Vp9(Random random)
    {
        var picture = (int)Start(1 << 15, random);
        var baseIndex = (int)Start(256, random);
        var place = 0;
        return isKey =>
        {
            place = isKey ? 0 : (place + 1) % 4;
            var temporal = (byte[])[0, 2, 1, 2];
            picture = (picture + 1) & 0x7FFF;
            baseIndex += place == 0 ? 1 : 0;
            return [.. Enumerable.Range(0, 2).Select(spatial => ((byte[])
            [
                (byte)(0xAC | (isKey ? 0 : 0x40)), (byte)(0x80 | (picture >> 8)), (byte)picture,
                (byte)((temporal[place] << 5) | 0x10 | (spatial << 1)), (byte)baseIndex, 0x82,
            ], (byte[])[]))];
        };
    }

    /// <summary>Two sizes and two frame rates; a frame in one packet, and template ids that begin anywhere.</summary>
    private static Func<bool, List<(byte[] Payload, byte[] Descriptor)>> Av1(Random random)
    {
        var number = (ushort)Start(1 << 16, random);
        var shift = (byte)random.Next(64);
        var isBase = true;
        return isKey =>
        {
            isBase = isKey || !isBase;
            return [.. (isKey ? (int[])[0, 3] : isBase ? [1, 4] : [2, 5]).Select(template =>
            {
                byte[] descriptor = template == 0 ? [.. DependencyReaderTests.L2T2] : [(byte)(0xC0 | template), 0, 0];
                DependencyDescriptor.WriteNumbers(descriptor, number++, shift);
                return ((byte[])[0x10, 0x0A], descriptor);
            })];
        };
    }
}
