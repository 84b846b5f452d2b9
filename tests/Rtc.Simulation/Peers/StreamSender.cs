using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>One RTP stream of a published track, which is one of its simulcast layers if it has any.</summary>
public sealed class StreamSender
{
    private const int RetransmissionHistory = 1024;

    /// <summary>Spatial layers.</summary>
    private const byte Sizes = 3;

    private readonly SimulatedClient _client;
    private readonly TrackSender _track;
    private readonly StreamShape _shape;
    private readonly Random _random;
    private readonly Dictionary<ushort, byte[]> _history = [];
    private readonly Queue<ushort> _historyOrder = new();
    private readonly uint _startTimestamp;
    private readonly uint[] _newest = new uint[3];
    private readonly RedPackets _red = new();
    private long _sequence;
    private long _rtxSequence;
    private bool _keyWanted = true;
    private int _sinceKey;
    private ushort _pictureId;
    private byte _baseIndex;

    public StreamSender(
        SimulatedClient client, TrackSender track, StreamShape shape, SdpSource ssrc, ushort startSequence, Random random)
    {
        _client = client;
        _track = track;
        _shape = shape;
        _random = random;
        Ssrc = ssrc;
        _sequence = startSequence;
        _rtxSequence = startSequence;
        _startTimestamp = (uint)random.NextInt64(1L << 32);
        _pictureId = (ushort)((client.Settings.StartSequence ?? random.Next(1 << 15)) & 0x7FFF);
        _baseIndex = (byte)(client.Settings.StartSequence ?? random.Next(256));
    }

    public SdpSource Ssrc { get; private set; }

    /// <summary>Empty without simulcast.</summary>
    public string Rid => _shape.Rid;

    /// <summary>The encoder leaves the layer out.</summary>
    public bool IsOff { get; set; }

    public uint PacketsSent { get; private set; }

    public int Retransmissions { get; private set; }

    /// <summary>Packets that a NACK asked for.</summary>
    public int PacketsAskedFor { get; private set; }

    /// <summary>When key frames were asked for.</summary>
    public List<Instant> KeyFrameRequests { get; } = [];

    /// <summary>Jumps ahead, as a sender that began anew does.</summary>
    public void SkipSequence(int count) => _sequence += count;

    /// <summary>Another stream of the same layer.</summary>
    public void BeginAnew(uint ssrc, uint rtx, ushort sequence)
    {
        Ssrc = new SdpSource(ssrc, rtx, Ssrc.Cname);
        (_sequence, _rtxSequence) = (sequence, sequence);
        _history.Clear();
        _historyOrder.Clear();
    }

    public uint TimestampAt(TimeSpan sinceStart) =>
        unchecked(_startTimestamp + (uint)RtpTime.Ticks(sinceStart, _track.ClockRate));

    public void SendFrame(Instant now, uint number)
    {
        if (IsOff)
        {
            _keyWanted = true;
            return;
        }

        var isKey = !_track.IsVideo || _keyWanted;
        _keyWanted = false;
        var frame = Describe(now, number, isKey);
        if (!_shape.IsScalable)
        {
            SendPackets(now, frame, endsPicture: true);
            return;
        }

        for (byte layer = 0; layer < Sizes; layer++)
        {
            var shape = StreamShape.Simulcast("", layer, Sizes, 1);
            var count = (ushort)(isKey ? shape.KeyFramePackets : _random.Next(1, shape.MostFramePackets + 1));
            SendPackets(now, frame with { Layer = layer, Count = count }, endsPicture: layer == Sizes - 1);
        }
    }

    public void HandleKeyFrameRequest(Instant now)
    {
        KeyFrameRequests.Add(now);
        _keyWanted = true;
    }

    public void HandleNack(RtpSeq sequence)
    {
        PacketsAskedFor++;
        if (_history.TryGetValue(sequence.Value, out var packet) && Ssrc.RtxSsrc is { } rtx)
        {
            Retransmissions++;
            Assert.True(RtpView.TryParse(packet, out var view));
            var payloadType = _track.Section!.Codecs[0].RtxPayloadType!.Value;
            var buffer = _client.Reserve();
            var header = WriteHeader(
                buffer, view.Marker, payloadType, ++_rtxSequence, view.Timestamp, rtx, _track.Section.Extensions.RepairedRid);
            buffer[header] = (byte)(sequence.Value >> 8);
            buffer[header + 1] = (byte)sequence.Value;
            view.Payload.CopyTo(buffer[(header + RtxPacket.OriginalSequenceLength)..]);
            var length = header + RtxPacket.OriginalSequenceLength + view.Payload.Length;
            _client.SendRtp(buffer, header, length, (uint)(_rtxSequence >> 16), _track.Section.Extensions.TransportCc);
        }
    }

    public void WriteReport(TimeSpan sinceStart, NtpTime wallClock, ref RtcpWriter writer)
    {
        if (PacketsSent > 0)
        {
            writer.WriteSenderReport(new Ssrc(Ssrc.Ssrc), wallClock, new RtpTime(TimestampAt(sinceStart)), PacketsSent, 0, []);
        }
    }

    /// <summary>Temporal layers as libvpx arranges them: each frame refers to the newest of a lower layer, or of its own in the base.</summary>
    private FramePacket Describe(Instant now, uint number, bool isKey)
    {
        _sinceKey = isKey ? 0 : _sinceKey + 1;
        var temporal = _track.IsVideo ? Pattern(_sinceKey) : 0;
        var upper = Math.Max(0, temporal - 1);
        var reference = _newest[upper];
        var isSync = temporal > 0 && reference == _newest[0];
        for (var above = temporal; above < _newest.Length; above++)
        {
            _newest[above] = number;
        }

        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        _baseIndex = unchecked((byte)(_baseIndex + (temporal == 0 ? 1 : 0)));
        var count = !_track.IsVideo ? 1 : isKey ? _shape.KeyFramePackets : _random.Next(1, _shape.MostFramePackets + 1);
        return new FramePacket(_track.Track, number, now.Microseconds, 0, (ushort)count, isKey)
        {
            Layer = _shape.Layer,
            IsScalable = _shape.IsScalable,
            TemporalId = (byte)temporal,
            IsLayerSync = isSync,
            Reference = reference,
            PictureId = _pictureId,
            BaseIndex = _baseIndex,
        };
    }

    private void SendPackets(Instant now, FramePacket frame, bool endsPicture)
    {
        for (ushort index = 0; index < frame.Count; index++)
        {
            SendPacket(now, frame with { Index = index }, endsPicture && index == frame.Count - 1);
        }
    }

    private int Pattern(int frame) => _shape.TemporalLayers switch
    {
        1 => 0,
        2 => frame % 2,
        _ => (frame % 4) switch
        {
            0 => 0,
            2 => 1,
            _ => 2,
        },
    };

    private void SendPacket(Instant now, FramePacket frame, bool marker)
    {
        var section = _track.Section!;
        var buffer = _client.Reserve();
        var sequence = _sequence++;
        var header = WriteHeader(
            buffer,
            marker && _track.IsVideo,
            section.Codecs[0].PayloadType,
            sequence,
            new RtpTime(TimestampAt(now - _track.StartedAt)),
            Ssrc.Ssrc,
            section.Extensions.Rid);
        var length = header + WritePayload(now, frame, buffer[header..]);
        Remember(Low(sequence).Value, buffer[..length]);
        PacketsSent++;
        _client.SendRtp(buffer, header, length, (uint)(sequence >> 16), section.Extensions.TransportCc);
    }

    private int WritePayload(Instant now, FramePacket frame, Span<byte> destination)
    {
        var codecs = _track.Section!.Codecs;
        if (codecs[0].Kind != CodecKind.Red)
        {
            frame.WriteTo(destination[.._shape.Payload], codecs[0].Kind);
            return _shape.Payload;
        }

        Span<byte> opus = stackalloc byte[_shape.Payload];
        frame.WriteTo(opus, CodecKind.Opus);
        return _red.Write(opus, TimestampAt(now - _track.StartedAt), codecs[1].PayloadType, destination);
    }

    private int WriteHeader(
        Span<byte> buffer, bool marker, byte payloadType, long sequence, RtpTime timestamp, uint ssrc, byte ridExtension)
    {
        var extensions = _track.Section!.Extensions;
        var header = new RtpHeaderWriter(
            buffer, marker, new PayloadType(payloadType), Low(sequence), timestamp, new Ssrc(ssrc));
        header.WriteExtension(extensions.Mid, System.Text.Encoding.ASCII.GetBytes(_track.Section.Mid));
        if (_shape.Rid.Length > 0)
        {
            header.WriteExtension(ridExtension, System.Text.Encoding.ASCII.GetBytes(_shape.Rid));
        }

        header.WriteExtension(extensions.TransportCc, [0, 0]);
        header.WriteExtension(extensions.AudioLevel, [0x80 | 30]);
        return header.Finish();
    }

    private void Remember(ushort sequence, ReadOnlySpan<byte> packet)
    {
        if (!_track.IsVideo)
        {
            return;
        }

        _history[sequence] = packet.ToArray();
        _historyOrder.Enqueue(sequence);
        if (_historyOrder.Count > RetransmissionHistory)
        {
            _history.Remove(_historyOrder.Dequeue());
        }
    }

    private static RtpSeq Low(long sequence) => new(unchecked((ushort)sequence));
}
