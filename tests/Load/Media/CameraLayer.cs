using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>One size of a camera's picture: the frame that is being sent, packet by packet.</summary>
internal sealed class CameraLayer(RtpStream stream, IVideoFrames frames, int packetsPerFrame, int packetLength)
{
    private TimeSpan _pause;
    private uint _timestamp;
    private int _sent;
    private int _count;
    private bool _keyWanted = true;

    /// <summary>When the next packet of the frame is due; never when all are sent.</summary>
    public Instant Next { get; private set; } = Instant.Never;

    public void AskForKeyFrame(uint ssrc) => _keyWanted |= ssrc == stream.Ssrc;

    /// <summary>Begins a frame, which is sent over so much time. What is left of the one before goes first.</summary>
    public void Begin(Instant start, uint timestamp, TimeSpan over)
    {
        frames.Begin(_keyWanted);
        _count = _keyWanted ? packetsPerFrame * VideoShape.KeyFrameFactor : packetsPerFrame;
        _keyWanted = false;
        (_timestamp, _sent, Next) = (timestamp, 0, start);
        _pause = over / _count;
    }

    public void Send(Instant now, IMediaWay way)
    {
        Span<byte> head = stackalloc byte[IVideoFrames.LargestHead];
        while (Next <= now)
        {
            head.Clear();
            frames.Write(head, _sent == 0, _sent == _count - 1);
            _sent++;
            stream.Send(now, way, _timestamp, _sent == _count, null, head, packetLength);
            Next = _sent == _count ? Instant.Never : Next + _pause;
        }
    }
}
