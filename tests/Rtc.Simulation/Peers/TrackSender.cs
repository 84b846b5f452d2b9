using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>
/// One published track: RTP shaped like a browser's VP8 at 30 frames/s, in one layer or several, or Opus at 50 packets/s; key
/// frames on request, RTX on NACK. Nothing here is coded media.
/// </summary>
public sealed class TrackSender
{
    private readonly SimulatedClient _client;

    public TrackSender(SimulatedClient client, MediaSource source, uint track)
    {
        _client = client;
        Source = source;
        Track = track;
        StartedAt = client.Now;
        NextFrame = Instant.Never;
    }

    public MediaSource Source { get; }

    /// <summary>By quality, from the least; one without simulcast.</summary>
    public List<StreamSender> Layers { get; } = [];

    public SdpSource Ssrc => Layers[0].Ssrc;

    public uint Track { get; }

    public string Mid => $"send-{Source}";

    public bool IsVideo => Source is MediaSource.Camera or MediaSource.Screen;

    /// <summary>Null while the answer does not take the track.</summary>
    public ClientSection? Section { get; set; }

    public Instant StartedAt { get; }

    public Instant NextFrame { get; private set; }

    public bool IsPaused { get; set; }

    /// <summary>When each frame was captured, by its number.</summary>
    public List<Instant> Frames { get; } = [];

    public long PacketsSent => Layers.Sum(layer => layer.PacketsSent);

    public int Retransmissions => Layers.Sum(layer => layer.Retransmissions);

    public int PacketsAskedFor => Layers.Sum(layer => layer.PacketsAskedFor);

    /// <summary>When key frames were asked for, of any layer.</summary>
    public List<Instant> KeyFrameRequests => [.. Layers.SelectMany(layer => layer.KeyFrameRequests).Order()];

    public int ClockRate => IsVideo ? 90_000 : 48_000;

    private TimeSpan Interval => IsVideo ? TimeSpan.FromMicroseconds(33_333) : TimeSpan.FromMilliseconds(20);

    public void Start(Instant now) => NextFrame = now;

    /// <inheritdoc cref="StreamSender.SkipSequence"/>
    public void SkipSequence(int count) => Layers.ForEach(layer => layer.SkipSequence(count));

    /// <inheritdoc cref="StreamSender.BeginAnew"/>
    public void BeginAnew(uint ssrc, uint rtx, ushort sequence) => Layers[0].BeginAnew(ssrc, rtx, sequence);

    /// <summary>Of the first layer; the others are ahead of it by random offsets.</summary>
    public uint TimestampAt(Instant moment) => Layers[0].TimestampAt(moment - StartedAt);

    public StreamSender? FindLayer(uint ssrc) => Layers.Find(layer => layer.Ssrc.Ssrc == ssrc);

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

    public void WriteReport(Instant now, NtpTime wallClock, ref RtcpWriter writer)
    {
        foreach (var layer in Layers)
        {
            layer.WriteReport(now - StartedAt, wallClock, ref writer);
        }
    }

    private void SendFrame(Instant now)
    {
        foreach (var layer in Layers)
        {
            layer.SendFrame(now, (uint)Frames.Count);
        }

        Frames.Add(now);
        _client.NoteFrame(now, Track);
    }
}
