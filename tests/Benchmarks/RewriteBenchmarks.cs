using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Continuity;
using Serverless.Rtc.Units;

namespace Serverless.Benchmarks;

/// <summary>
/// A packet becomes a viewer's: sequence number and VP8 counters mapped, header written, payload copied and changed. Of many viewers
/// in turn, so that their state is not always in the nearest cache.
/// </summary>
[MemoryDiagnoser]
public class RewriteBenchmarks
{
    private const int Viewers = 500;
    private const int FramePackets = 8;

    private readonly byte[] _buffer = new byte[1500];
    private readonly byte[] _payload = new byte[1150];
    private readonly Vp8Continuity[] _counters = new Vp8Continuity[Viewers];
    private readonly NumberMap[] _numbers = new NumberMap[Viewers];
    private long _sequence;
    private int _picture;

    [GlobalSetup]
    public void Setup()
    {
        var first = Next();
        for (var viewer = 0; viewer < Viewers; viewer++)
        {
            _counters[viewer] = new Vp8Continuity { TargetLayer = TemporalLayerFilter.All };
            _counters[viewer].Succeed(null, first.Vp8);
            _numbers[viewer] = new NumberMap(512);
            _numbers[viewer].Restart(first.Sequence, viewer);
        }
    }

    [Benchmark(OperationsPerInvoke = FramePackets * Viewers)]
    public int Rewrite()
    {
        var length = 0;
        _picture++;
        Span<StoredPacket> frame = stackalloc StoredPacket[FramePackets];
        for (var packet = 0; packet < FramePackets; packet++)
        {
            frame[packet] = Next();
        }

        for (var viewer = 0; viewer < Viewers; viewer++)
        {
            foreach (ref readonly var packet in frame)
            {
                length += Rewrite(viewer, packet);
            }
        }

        return length;
    }

    private int Rewrite(int viewer, in StoredPacket packet)
    {
        if (!_counters[viewer].TryMap(packet.Vp8, out var counters) || !_numbers[viewer].TryMap(packet.Sequence, out var sequence))
        {
            throw new InvalidOperationException("The packet was left out; the measurement would be void.");
        }

        var rewrite = new Rewrite { Sequence = sequence, Vp8 = counters };
        var writer = new RtpHeaderWriter(
            _buffer, false, new PayloadType(96), new RtpSeq((ushort)sequence), new RtpTime(packet.Timestamp), new Ssrc((uint)viewer));
        writer.WriteCsrc(new Ssrc(7));
        var header = writer.Finish();
        var payload = _buffer.AsSpan(header, _payload.Length);
        _payload.CopyTo(payload);
        rewrite.ApplyTo(payload, packet);
        return header + payload.Length;
    }

    private StoredPacket Next()
    {
        // S, and a picture id of 15 bits (RFC 7741 §4.2).
        (_payload[0], _payload[1]) = (0x90, 0x80);
        BinaryPrimitives.WriteUInt16BigEndian(_payload.AsSpan(2), (ushort)(0x8000 | (_picture & 0x7FFF)));
        _payload[4] = 1;
        return new StoredPacket
        {
            Sequence = ++_sequence,
            Codec = CodecKind.Vp8,
            Vp8 = PacketFacts.Read(CodecKind.Vp8, _payload).Vp8,
        };
    }
}
