using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>Opus as browsers send it: 50 packets a second while somebody speaks, with DTX one in 400 ms while not, levels in the header.</summary>
internal sealed class Microphone : ITrack
{
    private const uint TicksPerPacket = 960;
    private const int PacketLength = 120;
    private const int SilentPacketLength = 40;
    private const int SilentInterval = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly RtpStream _stream;
    private readonly TalkSpurts _spurts;
    private readonly Random _random;
    private uint _timestamp;
    private bool _wasTalking;
    private int _silent;

    public Microphone(ClientSection section, uint ssrc, double share, Random random, Instant start)
    {
        _stream = new RtpStream(section, ssrc, null);
        _spurts = new TalkSpurts(share, random);
        _random = random;
        _timestamp = (uint)random.Next();
        Next = start + (Interval * random.NextDouble());
    }

    public Instant Next { get; private set; }

    public void Send(Instant now, IMediaWay way)
    {
        for (; Next <= now; Next += Interval)
        {
            _timestamp += TicksPerPacket;
            _spurts.Advance(Interval);
            _silent = _spurts.IsTalking ? 0 : _silent + 1;
            if (_spurts.IsTalking)
            {
                // A voice's loudness goes up and down with its syllables.
                var level = new AudioLevel(true, (byte)_random.Next(15, 40));
                _stream.Send(now, way, _timestamp, !_wasTalking, level, [0x78], PacketLength);
            }
            else if (_silent % SilentInterval == 1)
            {
                _stream.Send(now, way, _timestamp, false, new AudioLevel(false, 127), [0x78], SilentPacketLength);
            }

            _wasTalking = _spurts.IsTalking;
        }
    }

    public void Pause() => Next = Instant.Never;

    public void Resume(Instant now) => Next = now;

    public void AskForKeyFrame(uint ssrc)
    {
    }
}
