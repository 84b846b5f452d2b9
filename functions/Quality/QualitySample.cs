using Serverless.Contracts.Internal;

namespace Serverless.Functions.Quality;

/// <summary>Quality over one stretch of time: means, weighted by the number of reports in them, and sums.</summary>
internal sealed record QualitySample
{
    /// <summary>End of the stretch.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Participants' reports in it.</summary>
    public int Reports { get; init; } = 1;

    public MediaQuality? SendAudio { get; init; }

    public MediaQuality? SendVideo { get; init; }

    public MediaQuality? RecvAudio { get; init; }

    public MediaQuality? RecvVideo { get; init; }

    /// <summary>Seconds by height.</summary>
    public IReadOnlyList<ResolutionTime>? Resolutions { get; init; }

    public static QualitySample Of(ParticipantQuality quality, DateTimeOffset at) => new()
    {
        At = at,
        SendAudio = quality.SendAudio,
        SendVideo = quality.SendVideo,
        RecvAudio = quality.RecvAudio,
        RecvVideo = quality.RecvVideo,
        Resolutions = quality.Resolutions,
    };

    /// <summary>Both as one; the later moment is its end.</summary>
    public QualitySample With(QualitySample other)
    {
        return new QualitySample
        {
            At = At > other.At ? At : other.At,
            Reports = Reports + other.Reports,
            SendAudio = Merge(SendAudio, other.SendAudio),
            SendVideo = Merge(SendVideo, other.SendVideo),
            RecvAudio = Merge(RecvAudio, other.RecvAudio),
            RecvVideo = Merge(RecvVideo, other.RecvVideo),
            Resolutions = [.. (Resolutions ?? []).Concat(other.Resolutions ?? [])
                .GroupBy(time => time.Height, (height, times) => new ResolutionTime(height, times.Sum(time => time.Seconds)))],
        };

        MediaQuality? Merge(MediaQuality? a, MediaQuality? b) => a is null ? b : b is null ? a : new MediaQuality(
            a.Packets + b.Packets, a.PacketsLost + b.PacketsLost, Mean(a.Rtt, b.Rtt), Mean(a.Jitter, b.Jitter),
            Mean(a.Bitrate, b.Bitrate));

        double? Mean(double? a, double? b) => a is null ? b : b is null ? a
            : ((a * Reports) + (b * other.Reports)) / (Reports + other.Reports);
    }
}
