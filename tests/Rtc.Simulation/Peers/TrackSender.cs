using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// One published track: RTP shaped like a browser's VP8 at 30 frames/s or Opus at 50 packets/s, key frames on request, RTX on
/// NACK. Nothing here is coded media.
/// </summary>
public sealed class TrackSender
{
    private const int RetransmissionHistory = 1024;
    private const int KeyFramePackets = 12;
    private const int VideoPayload = 1000;
    private const int AudioPayload = 100;

    private readonly SimulatedClient _client;
    private readonly Random _random;
    private readonly Dictionary<ushort, byte[]> _history = [];
    private readonly Queue<ushort> _historyOrder = new();
    private readonly uint _startTimestamp;
    private readonly Instant _start;
    private long _sequence;
    private long _rtxSequence;
    private bool _keyWanted = true;

    public TrackSender(SimulatedClient client, MediaSource source, SdpSource ssrc, uint track, ushort startSequence, Random random)
    {
        _client = client;
        _random = random;
        Source = source;
        Ssrc = ssrc;
        Track = track;
        _sequence = startSequence;
        _rtxSequence = startSequence;
        _startTimestamp = (uint)random.NextInt64(1L << 32);
        _start = client.Now;
        NextFrame = Instant.Never;
    }

    public MediaSource Source { get; }

    public SdpSource Ssrc { get; private set; }

    public uint Track { get; }

    public string Mid => $"send-{Source}";

    public bool IsVideo => Source is MediaSource.Camera or MediaSource.Screen;

    /// <summary>Null while the answer does not take the track.</summary>
    public ClientSection? Section { get; set; }

    public Instant NextFrame { get; private set; }

    /// <summary>Jumps ahead, as a sender that began anew does.</summary>
    public void SkipSequence(int count) => _sequence += count;

    /// <summary>Another stream of the same track.</summary>
    public void BeginAnew(uint ssrc, uint rtx, ushort sequence)
    {
        Ssrc = new SdpSource(ssrc, rtx, Ssrc.Cname);
        (_sequence, _rtxSequence) = (sequence, sequence);
        _history.Clear();
        _historyOrder.Clear();
    }

    public bool IsPaused { get; set; }

    /// <summary>When each frame was captured, by its number.</summary>
    public List<Instant> Frames { get; } = [];

    public uint PacketsSent { get; private set; }

    public int Retransmissions { get; private set; }

    /// <summary>Packets that a NACK asked for.</summary>
    public int PacketsAskedFor { get; private set; }

    /// <summary>When key frames were asked for.</summary>
    public List<Instant> KeyFrameRequests { get; } = [];

    private int ClockRate => IsVideo ? 90_000 : 48_000;

    private TimeSpan Interval => IsVideo ? TimeSpan.FromMicroseconds(33_333) : TimeSpan.FromMilliseconds(20);

    public void Start(Instant now) => NextFrame = now;

    public uint TimestampAt(Instant moment) => unchecked(_startTimestamp + (uint)RtpTime.Ticks(moment - _start, ClockRate));

    public void HandleTimeout(Instant now)
    {
        while (NextFrame <= now)
        {
            if (!IsPaused)
            {
                SendFrame(NextFrame);
            }

            NextFrame += Interval;
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
            var buffer = _client.Reserve();
            var payloadType = Section!.Codecs[0].RtxPayloadType!.Value;
            Assert.True(RtxPacket.TryWrap(
                view, new PayloadType(payloadType), Low(++_rtxSequence), new Ssrc(rtx), buffer, out var length));
            _client.SendRtp(buffer, view.HeaderLength, length, (uint)(_rtxSequence >> 16), Section.Extensions.TransportCc);
        }
    }

    public void WriteReport(Instant now, NtpTime wallClock, ref RtcpWriter writer)
    {
        if (PacketsSent > 0)
        {
            writer.WriteSenderReport(new Ssrc(Ssrc.Ssrc), wallClock, new RtpTime(TimestampAt(now)), PacketsSent, 0, []);
        }
    }

    private void SendFrame(Instant now)
    {
        var isKey = !IsVideo || _keyWanted;
        var count = !IsVideo ? 1 : isKey ? KeyFramePackets : _random.Next(1, 5);
        _keyWanted = false;
        for (var index = 0; index < count; index++)
        {
            var packet = new FramePacket(Track, (uint)Frames.Count, now.Microseconds, (ushort)index, (ushort)count, isKey);
            SendPacket(now, packet, index == count - 1);
        }

        Frames.Add(now);
        _client.NoteFrame(now, Track);
    }

    private void SendPacket(Instant now, FramePacket frame, bool marker)
    {
        var extensions = Section!.Extensions;
        var buffer = _client.Reserve();
        var sequence = _sequence++;
        var header = new RtpHeaderWriter(
            buffer,
            marker && IsVideo,
            new PayloadType(Section.Codecs[0].PayloadType),
            Low(sequence),
            new RtpTime(TimestampAt(now)),
            new Ssrc(Ssrc.Ssrc));
        header.WriteExtension(extensions.Mid, System.Text.Encoding.ASCII.GetBytes(Section.Mid));
        header.WriteExtension(extensions.TransportCc, [0, 0]);
        header.WriteExtension(extensions.AudioLevel, [0x80 | 30]);
        var headerLength = header.Finish();
        var length = headerLength + (IsVideo ? VideoPayload : AudioPayload);
        frame.WriteTo(buffer[headerLength..length], IsVideo);
        Remember(Low(sequence).Value, buffer[..length]);
        PacketsSent++;
        _client.SendRtp(buffer, headerLength, length, (uint)(sequence >> 16), extensions.TransportCc);
    }

    private void Remember(ushort sequence, ReadOnlySpan<byte> packet)
    {
        if (!IsVideo)
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
