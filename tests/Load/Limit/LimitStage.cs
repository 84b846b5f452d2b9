using System.Net;
using Serverless.Interop.Linux;
using Serverless.Load.Measure;
using Serverless.Load.Media;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Load.Limit;

/// <summary>Publisher and viewers of the limit program: the same traffic as the worker's, over as many sockets, on one thread as well.</summary>
internal sealed class LimitStage : IMediaWay, IDisposable
{
    private const int LongestSleepMilliseconds = 5;

    private readonly Clock _clock = new();
    private readonly LimitKey _key;
    private readonly UdpSocket[] _viewers;
    private readonly UdpSocket _publisher = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ReceiveBatch _batch = new();
    private readonly SocketPoll _poll = new();
    private readonly Camera _camera;
    private readonly byte[] _buffer = new byte[2048];
    private readonly Thread _thread;
    private UdpAddress _program;
    private long _received;
    private volatile bool _stopping;
    private volatile bool _plays;

    public LimitStage(int viewers, VideoShape shape, LimitKey key)
    {
        _key = key;
        _viewers = [.. Enumerable.Range(0, viewers).Select(_ => new UdpSocket(new IPEndPoint(IPAddress.Loopback, 0)))];
        for (var index = 0; index < viewers; index++)
        {
            _poll.Add(_viewers[index], (ulong)index);
        }

        var section = new ClientSection
        {
            Index = 0,
            Mid = "cam",
            Kind = MediaKind.Video,
            Direction = SdpDirection.SendOnly,
            Codecs = [ClientCodecs.Vp8],
            Extensions = default,
            Source = null,
            Msid = null,
            Rids = [],
        };
        _camera = new Camera(section, 1, shape, new Random(1), _clock.Now);
        _camera.Pause();
        _thread = new Thread(Run) { Name = "limit", IsBackground = true };
    }

    public IEnumerable<int> Ports => _viewers.Select(viewer => (int)viewer.LocalAddress.Port);

    public long Received => Interlocked.Read(ref _received);

    public void Start(int port)
    {
        _program = UdpAddress.FromEndPoint(new IPEndPoint(IPAddress.Loopback, port));
        _thread.Start();
    }

    public void Play(bool plays) => _plays = plays;

    public Span<byte> Reserve() => _buffer;

    public RtpSeq NextTransportSequence() => default;

    public void SendRtp(Span<byte> packet, int headerLength, int length, uint rollOver) =>
        _publisher.TrySend(_buffer.AsSpan(0, _key.Protect(_buffer, headerLength, length)), _program);

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _poll.Dispose();
        _batch.Dispose();
        _publisher.Dispose();
        Array.ForEach(_viewers, viewer => viewer.Dispose());
    }

    private void Run()
    {
        var played = false;
        while (!_stopping)
        {
            var now = _clock.Now;
            if (_plays != played)
            {
                played = _plays;
                Turn(now, played);
            }

            if (_camera.Next <= now)
            {
                _camera.Send(now, this);
            }

            Receive();
        }
    }

    private void Turn(Instant now, bool plays)
    {
        if (plays)
        {
            _camera.Resume(now);
        }
        else
        {
            _camera.Pause();
        }
    }

    private void Receive()
    {
        var wait = _camera.Next == Instant.Never
            ? LongestSleepMilliseconds
            : (_camera.Next.Microseconds - _clock.Now.Microseconds + 999) / 1000;
        var ready = _poll.Take((int)Math.Clamp(wait, 0, LongestSleepMilliseconds));
        var count = 0;
        for (var index = 0; index < ready; index++)
        {
            count += _batch.Receive(_viewers[_poll.Token(index)]);
        }

        Interlocked.Add(ref _received, count);
    }
}
