using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>VP8 or H.264 in one size or three, at a steady rate, with key frames when they are asked for.</summary>
internal sealed class Camera : ITrack
{
    private readonly VideoShape _shape;
    private readonly List<CameraLayer> _layers = [];
    private readonly uint _startTimestamp;
    private readonly Instant _start;
    private Instant _nextFrame;

    public Camera(ClientSection section, uint ssrc, VideoShape shape, Random random, Instant start)
    {
        _shape = shape;
        _startTimestamp = (uint)random.Next();

        // Cameras are not in step with one another.
        _start = start + (shape.Interval * random.NextDouble());
        _nextFrame = _start;
        if (section.Rids.Count == 0)
        {
            _layers.Add(Layer(section, ssrc, null, 1));
            return;
        }

        foreach (var (rid, share) in VideoShape.Layers)
        {
            if (section.Rids.Contains(rid))
            {
                _layers.Add(Layer(section, ssrc + (uint)_layers.Count, rid, share));
            }
        }
    }

    public Instant Next
    {
        get
        {
            var next = _nextFrame;
            foreach (var layer in _layers)
            {
                next = Instant.Min(next, layer.Next);
            }

            return next;
        }
    }

    public void Send(Instant now, IMediaWay way)
    {
        foreach (var layer in _layers)
        {
            layer.Send(now, way);
        }

        for (; _nextFrame <= now; _nextFrame += _shape.Interval)
        {
            var timestamp = unchecked(_startTimestamp + (uint)((_nextFrame - _start).TotalSeconds * 90_000));
            foreach (var layer in _layers)
            {
                layer.Begin(_nextFrame, timestamp, _shape.Spread ? _shape.Interval : TimeSpan.Zero);
                layer.Send(now, way);
            }
        }
    }

    public void Pause() => _nextFrame = Instant.Never;

    public void Resume(Instant now) => _nextFrame = now;

    public void AskForKeyFrame(uint ssrc)
    {
        foreach (var layer in _layers)
        {
            layer.AskForKeyFrame(ssrc);
        }
    }

    private CameraLayer Layer(ClientSection section, uint ssrc, string? rid, double share) => new(
        new RtpStream(section, ssrc, rid),
        section.Codecs[0].Kind == CodecKind.H264 ? new H264Frames() : new Vp8Frames(),
        _shape.PacketsOf(share),
        _shape.PacketLength);
}
