using Serverless.Rtc.Peer;

namespace Serverless.Rtc.Framing;

/// <summary>
/// What waits for a slow stream, bounded: the network's own queue is the stream's, so what is not written yet must stay short or
/// the picture is late for good. Sound and feedback overtake video, and video is the first to be refused.
/// </summary>
/// <remarks>Overtaking is between frames; one that is begun is finished. Grows with need, up to about 100 KB.</remarks>
public sealed class FrameQueue
{
    /// <summary>A third of a second at 2.5 Mbit/s.</summary>
    public const int VideoLimit = 96 * 1024;

    /// <summary>More than a second of three voices: then the stream stands still.</summary>
    public const int AudioLimit = 24 * 1024;

    /// <summary>Beyond what voices may take, so that checks are still answered.</summary>
    public const int ControlLimit = 32 * 1024;

    private readonly FrameLane _urgent = new(ControlLimit);
    private readonly FrameLane _video = new(VideoLimit);

    public bool IsEmpty => _urgent.Waiting.IsEmpty && _video.Waiting.IsEmpty;

    /// <summary>What to write next; write again after <see cref="Written"/> until it is empty.</summary>
    public ReadOnlySpan<byte> Next =>
        _video.Unfinished > 0 ? _video.Waiting[.._video.Unfinished]
        : _urgent.Waiting.Length > 0 ? _urgent.Waiting
        : _video.Waiting;

    /// <summary>False when its part of the queue is full: the datagram is to be dropped.</summary>
    public bool TryAdd(ReadOnlySpan<byte> datagram, SendPriority priority) => priority switch
    {
        SendPriority.Video => _video.TryAdd(datagram, VideoLimit),
        SendPriority.Audio => _urgent.TryAdd(datagram, AudioLimit),
        SendPriority.Control => _urgent.TryAdd(datagram, ControlLimit),
    };

    /// <summary>The stream took so many bytes of <see cref="Next"/>.</summary>
    public void Written(int count)
    {
        var lane = _video.Unfinished == 0 && _urgent.Waiting.Length > 0 ? _urgent : _video;
        lane.Consume(count);
    }
}
