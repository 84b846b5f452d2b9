using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;

namespace Serverless.Functions.Quality;

/// <summary>Samples as the API shows them.</summary>
internal static class QualityShape
{
    public static QualityPoint Point(QualitySample sample) => new()
    {
        Time = sample.At,
        SendAudioPacketLost = sample.SendAudio?.PacketsLost,
        SendVideoPacketLost = sample.SendVideo?.PacketsLost,
        RecvAudioPacketLost = sample.RecvAudio?.PacketsLost,
        RecvVideoPacketLost = sample.RecvVideo?.PacketsLost,
        AverageAudioRtt = Mean(sample.SendAudio?.Rtt, sample.RecvAudio?.Rtt),
        AverageVideoRtt = Mean(sample.SendVideo?.Rtt, sample.RecvVideo?.Rtt),
        AverageAudioJitter = Mean(sample.SendAudio?.Jitter, sample.RecvAudio?.Jitter),
        AverageVideoJitter = Mean(sample.SendVideo?.Jitter, sample.RecvVideo?.Jitter),
        AverageSendAudioBitrate = Round(sample.SendAudio?.Bitrate),
        AverageSendVideoBitrate = Round(sample.SendVideo?.Bitrate),
        AverageRecvAudioBitrate = Round(sample.RecvAudio?.Bitrate),
        AverageRecvVideoBitrate = Round(sample.RecvVideo?.Bitrate),
        QualityScore = new QualityScore(
            Worse(Score(sample.SendAudio), Score(sample.RecvAudio)), Worse(Score(sample.SendVideo), Score(sample.RecvVideo))),
    };

    public static ResolutionUsage Usage(QualitySample sample)
    {
        return new ResolutionUsage
        {
            Time = sample.At,
            P180 = Seconds(above: 0, upTo: 180),
            P360 = Seconds(above: 180, upTo: 360),
            P720 = Seconds(above: 360, upTo: 720),
            P1080 = Seconds(above: 720, upTo: 1080),
            P1440 = Seconds(above: 1080, upTo: 1440),
            P2160 = Seconds(above: 1440, upTo: int.MaxValue),
        };

        double Seconds(int above, int upTo) => Math.Round(
            (sample.Resolutions ?? []).Where(time => time.Height > above && time.Height <= upTo).Sum(time => time.Seconds), 3);
    }

    /// <summary>
    /// ITU-T G.107 in short: an R value of 93.2, less for delay (one way, with twice the jitter and 10 ms of buffers) and 2.5
    /// for each percent lost, then the recommendation's own curve from R to opinion (its annex B).
    /// </summary>
    internal static double? Score(MediaQuality? quality)
    {
        if (quality is null or { Packets: 0 })
        {
            return null;
        }

        var delay = ((quality.Rtt ?? 0) / 2) + (2 * (quality.Jitter ?? 0)) + 10;
        var lost = 100.0 * Math.Min(quality.PacketsLost, quality.Packets) / quality.Packets;
        var r = Math.Clamp(93.2 - (delay < 160 ? delay / 40 : (delay - 120) / 10) - (2.5 * lost), 0, 100);
        return Math.Round(1 + (0.035 * r) + (7e-6 * r * (r - 60) * (100 - r)), 2);
    }

    private static double? Mean(double? a, double? b) => Round(a is null ? b : b is null ? a : (a + b) / 2);

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private static double? Worse(double? a, double? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}
