using Serverless.Contracts.Internal;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Rooms;

/// <summary>What one person sent and got since it was last reported, by however many transports.</summary>
internal sealed class QualityAccount(string participantId)
{
    private readonly Dictionary<int, TimeSpan> _heights = [];
    private TimeSpan _time;
    private StreamCounts _sentAudio;
    private StreamCounts _sentVideo;
    private StreamCounts _receivedAudio;
    private StreamCounts _receivedVideo;
    private TimeSpan? _roundTrip;

    /// <summary>Adds what happened between two looks at one transport.</summary>
    /// <param name="before">Default where this is the first.</param>
    /// <param name="after">The newer.</param>
    /// <param name="time">Between them.</param>
    public void Add(in ParticipantTally before, in ParticipantTally after, TimeSpan time)
    {
        _time += time;
        _sentAudio = Sum(_sentAudio, before.SentAudio, after.SentAudio);
        _sentVideo = Sum(_sentVideo, before.SentVideo, after.SentVideo);
        _receivedAudio = Sum(_receivedAudio, before.ReceivedAudio, after.ReceivedAudio);
        _receivedVideo = Sum(_receivedVideo, before.ReceivedVideo, after.ReceivedVideo);
        _roundTrip = after.RoundTrip ?? _roundTrip;
        if (after.PictureHeight > 0)
        {
            _heights[after.PictureHeight] = _heights.GetValueOrDefault(after.PictureHeight) + time;
        }
    }

    /// <summary>Null: nothing was sent or got.</summary>
    public ParticipantQuality? ToContract()
    {
        var quality = new ParticipantQuality
        {
            ParticipantId = participantId,
            SendAudio = Describe(_sentAudio),
            SendVideo = Describe(_sentVideo),
            RecvAudio = Describe(_receivedAudio),
            RecvVideo = Describe(_receivedVideo),
            Resolutions = _heights.Count == 0
                ? null
                : [.. _heights.Select(pair => new ResolutionTime(pair.Key, Math.Round(pair.Value.TotalSeconds, 3)))],
        };
        return quality is { SendAudio: null, SendVideo: null, RecvAudio: null, RecvVideo: null } ? null : quality;
    }

    /// <summary>Counts that became less are those of another transport, which began at 0.</summary>
    private static StreamCounts Sum(in StreamCounts sum, in StreamCounts before, in StreamCounts after)
    {
        var since = after.Packets < before.Packets || after.Bytes < before.Bytes ? default : before;
        return new StreamCounts(
            sum.Packets + after.Packets - since.Packets,
            sum.Lost + Math.Max(0, after.Lost - since.Lost),
            sum.Bytes + after.Bytes - since.Bytes,
            after.Jitter ?? sum.Jitter);
    }

    private MediaQuality? Describe(in StreamCounts counts) => counts.Packets == 0 ? null : new MediaQuality(
        counts.Packets,
        Math.Min(counts.Lost, counts.Packets),
        _roundTrip?.TotalMilliseconds,
        counts.Jitter?.TotalMilliseconds,
        _time > TimeSpan.Zero ? Math.Round(counts.Bytes * 8 / _time.TotalSeconds) : null);
}
