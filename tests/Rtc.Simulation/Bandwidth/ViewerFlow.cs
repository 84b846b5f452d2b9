using Serverless.Rtc.Bandwidth;
using Serverless.Rtc.Loss;
using Serverless.Rtc.Rtcp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Bandwidth;

/// <summary>
/// One viewer: audio and a video with key frames that follows the target, paced and probed as the SFU does it, over the
/// bottleneck to a receiver whose feedback is real RTCP.
/// </summary>
internal sealed class ViewerFlow
{
    private const int AudioBytes = 160;
    private const int PacketBytes = 1200;
    private const int Pictures = 30;
    private const int KeyFrameEvery = 300;

    private static readonly TimeSpan Timer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ReturnDelay = TimeSpan.FromMilliseconds(25);

    private readonly VirtualClock _clock;
    private readonly Bottleneck _link;
    private readonly Random _random;
    private readonly EgressControl _egress;
    private readonly TwccRecorder _recorder = new(TimeSpan.FromMilliseconds(50));
    private readonly byte[] _feedback = new byte[1200];
    private readonly List<int> _video = [];
    private readonly Dictionary<long, Instant> _deferredAt = [];
    private int _picture;
    private Instant _timerAt = Instant.Never;
    private Instant _feedbackAt = Instant.Never;

    public ViewerFlow(VirtualClock clock, Bottleneck link, Random random, EstimatorOptions? options = null)
    {
        _clock = clock;
        _link = link;
        _random = random;
        _egress = new EgressControl(options ?? EstimatorOptions.Default, new RtpSeq((ushort)random.Next(65_536)));
        _egress.HandleRoundTrip(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>The best video there is, in bit/s; the sent one follows the target up to it.</summary>
    public Bitrate Demand { get; init; } = Bitrate.Kilobits(4000);

    /// <summary>Rates that the video can have, as simulcast layers; empty for any rate.</summary>
    public Bitrate[] Layers { get; init; } = [];

    /// <summary>Part of the feedback packets that is lost.</summary>
    public double FeedbackLoss { get; init; }

    public Func<TimeSpan, bool> IsSending { get; init; } = _ => true;

    public Func<TimeSpan, bool> IsFeedbackOut { get; init; } = _ => false;

    public Bitrate Target => _egress.Target;

    public long SentBytes { get; private set; }

    public long ReceivedBytes { get; private set; }

    public long FillBytes { get; private set; }

    /// <summary>Longest that a video packet waited in the pacer.</summary>
    public TimeSpan LongestPacing { get; private set; }

    public void Start(TimeSpan delay)
    {
        _clock.At(_clock.Now + delay, () =>
        {
            _egress.Want(Demand * 1.15);
            SendAudio();
            SendPicture();
        });
    }

    private void SendAudio()
    {
        _clock.At(_clock.Now + TimeSpan.FromMilliseconds(20), SendAudio);
        if (IsSending(_clock.Elapsed))
        {
            Transmit(AudioBytes);
        }
    }

    private void SendPicture()
    {
        _clock.At(_clock.Now + (TimeSpan.FromSeconds(1) / Pictures), SendPicture);
        var share = VideoRate() / (Pictures * 8.0);
        var isKey = _picture++ % KeyFrameEvery == 0;
        var left = (int)(share * (0.7 + (0.6 * _random.NextDouble())) * (isKey ? 4 : 1));
        while (left > 0 && IsSending(_clock.Elapsed))
        {
            var bytes = Math.Min(left, PacketBytes);
            left -= bytes;
            _video.Add(bytes);
            if (_egress.MaySend(_clock.Now))
            {
                Transmit(bytes);
            }
            else
            {
                Defer(new DeferredPacket(1, _video.Count - 1, bytes));
            }
        }

        Schedule();
    }

    private void Defer(DeferredPacket packet)
    {
        if (!_egress.TryDefer(packet))
        {
            while (_egress.TryFlush(out var waiting))
            {
                Transmit(waiting.Bytes);
            }

            Transmit(packet.Bytes);
            return;
        }

        _deferredAt[packet.Sequence] = _clock.Now;
    }

    private double VideoRate()
    {
        var room = Math.Max(0, Target.BitsPerSecond - 64_000);
        var rate = Math.Min(room, Demand.BitsPerSecond);
        return Layers.Length == 0
            ? rate
            : Layers.Where(layer => layer.BitsPerSecond * 1.15 <= room).Select(layer => layer.BitsPerSecond).DefaultIfEmpty().Max();
    }

    private void Transmit(int bytes)
    {
        var sequence = _egress.PacketSent(_clock.Now, bytes);
        SentBytes += bytes;
        _link.Send(bytes, () => Receive(sequence, bytes));
        Schedule();
    }

    private void Receive(RtpSeq sequence, int bytes)
    {
        ReceivedBytes += bytes;
        _recorder.HandleArrival(_clock.Now, sequence);
        if (_recorder.NextTimeout < _feedbackAt)
        {
            _feedbackAt = _recorder.NextTimeout;
            _clock.At(_feedbackAt, SendFeedback);
        }
    }

    private void SendFeedback()
    {
        _feedbackAt = Instant.Never;
        while (_recorder.NextTimeout <= _clock.Now)
        {
            var writer = new RtcpWriter(_feedback);
            if (!_recorder.TryWriteFeedback(_clock.Now, new Ssrc(1), new Ssrc(2), ref writer))
            {
                break;
            }

            if (_random.NextDouble() >= FeedbackLoss && !IsFeedbackOut(_clock.Elapsed))
            {
                var compound = _feedback[..writer.Length];
                _clock.At(_clock.Now + ReturnDelay, () => HandleFeedback(compound));
            }
        }
    }

    private void HandleFeedback(byte[] compound)
    {
        var reader = new RtcpReader(compound);
        Assert.True(reader.TryRead(out var packet));
        Assert.True(TransportFeedback.TryParse(packet, out var feedback));
        _egress.HandleFeedback(_clock.Now, feedback);
        Schedule();
    }

    private void Schedule()
    {
        var next = _egress.NextTimeout;
        if (next == Instant.Never)
        {
            return;
        }

        next = next > _clock.Now + Timer ? next : _clock.Now + Timer;
        if (next < _timerAt)
        {
            _timerAt = next;
            _clock.At(next, () => Wake(next));
        }
    }

    private void Wake(Instant scheduled)
    {
        if (_timerAt != scheduled)
        {
            return;
        }

        _timerAt = Instant.Never;
        _egress.HandleTimeout(_clock.Now);
        while (_egress.TryRelease(_clock.Now, out var packet))
        {
            var waited = _clock.Now - _deferredAt[packet.Sequence];
            LongestPacing = waited > LongestPacing ? waited : LongestPacing;
            Transmit(packet.Bytes);
        }

        while (_egress.FillDue(_clock.Now) is { Bytes: > 0 } due)
        {
            var bytes = (int)Math.Clamp(due.Bytes, 100, PacketBytes);
            FillBytes += bytes;
            Transmit(bytes);
        }

        Schedule();
    }
}
