using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Benchmarks;

/// <summary>What is read of a publisher's packet when it arrives: the RTP header with its extensions, and the payload descriptor.</summary>
[MemoryDiagnoser]
public class ParseBenchmarks
{
    private const byte Mid = 1;
    private const byte TransportCc = 3;

    private readonly byte[] _packet = new byte[1200];
    private int _length;

    [GlobalSetup]
    public void Setup()
    {
        var writer = new RtpHeaderWriter(_packet, true, new PayloadType(96), new RtpSeq(7), new RtpTime(90_000), new Ssrc(0x5EED));
        writer.WriteExtension(Mid, "0"u8);
        writer.WriteExtension(TransportCc, [0, 9]);
        var header = writer.Finish();

        // X, then I, L, T and K (RFC 7741 §4.2), as libwebrtc sends with temporal layers.
        byte[] descriptor = [0x90, 0xF0, 0x80, 0, 5, 0x61];
        descriptor.CopyTo(_packet, header);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(header + 2), 0x8123);
        _length = _packet.Length;
    }

    [Benchmark]
    public bool Rtp() =>
        RtpView.TryParse(_packet.AsSpan(0, _length), out var rtp)
        && rtp.TryGetExtension(Mid, out _)
        && rtp.TryGetExtension(TransportCc, out var number)
        && TransportSequence.TryParse(number, out _);

    [Benchmark]
    public bool RtpAndVp8() =>
        RtpView.TryParse(_packet.AsSpan(0, _length), out var rtp)
        && PacketFacts.Read(CodecKind.Vp8, rtp.Payload).Vp8.DescriptorLength > 0;
}
