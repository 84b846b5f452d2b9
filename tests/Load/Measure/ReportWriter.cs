using Serverless.Load.Peers;
using Serverless.Load.Scenarios;

namespace Serverless.Load.Measure;

/// <summary>Makes the report out of what was counted.</summary>
internal sealed class ReportWriter(LoadOptions options, Crowd crowd, Totals empty, Totals before, Totals arrived)
{
    /// <param name="phases">In order.</param>
    /// <param name="expected">Viewers who joined after the early ones.</param>
    public Report Write(IReadOnlyList<Phase> phases, int expected)
    {
        var last = phases[^1].To;
        var viewers = expected + options.Preset.Early;
        var stages = crowd.Stages;
        var firstFrame = last.FirstFrame.Since(before.FirstFrame);
        var join = last.Join.Since(before.Join);
        var rss = last.Worker?.ResidentBytes - empty.Worker?.ResidentBytes;
        return new Report
        {
            Preset = options.Preset.Name,
            Arguments = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(Redacted)),
            Machine = $"{Environment.ProcessorCount} processors, {Environment.OSVersion.VersionString}",
            Cipher = crowd.Cipher,
            Hosts = options.Preset.Hosts,
            Viewers = viewers,
            Joined = last.Joined,
            JoinFailures = last.JoinFailures,
            LastJoinFailure = crowd.LastFailure,
            Failed = last.Failed,
            Playing = last.Playing,
            NotConnected = stages.GetValueOrDefault(PeerStage.NotConnected),
            WithoutMedia = stages.GetValueOrDefault(PeerStage.Nothing),
            WithoutPicture = stages.GetValueOrDefault(PeerStage.NoPicture),
            JoinsPerSecond = (arrived.Playing - before.Playing) / (arrived.At - before.At).TotalSeconds,
            JoinP50 = Milliseconds(join, 0.5),
            JoinP99 = Milliseconds(join, 0.99),
            FirstFrameP50 = Milliseconds(firstFrame, 0.5),
            FirstFrameP95 = Milliseconds(firstFrame, 0.95),
            FirstFrameP99 = Milliseconds(firstFrame, 0.99),
            KeyFrameRequests = last.KeyFrameRequests,
            NotAuthentic = last.NotAuthentic,
            RssKibPerViewer = last.Playing == 0 ? null : rss / 1024.0 / last.Playing,
            WorkerRssMib = last.Worker?.ResidentBytes / 1024.0 / 1024,
            Phases = [.. phases.Select(Write)],
        };
    }

    private PhaseReport Write(Phase phase)
    {
        var calm = phase.Seconds.Where(second => second.Steal <= options.MaximumSteal).ToArray();

        // A phase shorter than two seconds has no whole one.
        var parts = phase.Seconds.Count == 0 ? [new Interval(phase.From, phase.To)] : calm;
        var (delay, early) = (new Histogram(), new Histogram());
        foreach (var part in parts)
        {
            delay.Add(part.Delay);
            early.Add(part.DelayOfEarly);
        }

        var seconds = parts.Sum(part => part.Seconds);
        var packets = parts.Sum(part => part.PacketsOut);
        var expected = parts.Sum(part => part.To.Expected - part.From.Expected);
        var worker = parts.Length > 0 && parts.All(part => part.WorkerTime is not null)
            ? parts.Sum(part => part.WorkerTime!.Value.TotalMicroseconds)
            : (double?)null;
        return new PhaseReport
        {
            Name = phase.Name,
            Seconds = seconds,
            SecondsLeftOut = phase.Seconds.Count - calm.Length,
            PacketsInPerSecond = Rate(parts.Sum(part => part.PacketsIn)),
            PacketsOutPerSecond = Rate(packets),
            DeliveredPercent = expected > 0 ? 100.0 * packets / expected : null,
            KbpsPerViewer = parts.Length == 0 ? 0 : parts.Average(part => part.KbpsPerViewer),
            DelayP50 = Milliseconds(delay, 0.5),
            DelayP99 = Milliseconds(delay, 0.99),
            DelayP999 = Milliseconds(delay, 0.999),
            EarlyDelayP99 = Milliseconds(early, 0.99),
            WorkerMicrosecondsPerPacket = packets > 0 ? worker / packets : null,
            AllocatedBytesPerPacket = (double?)phase.AllocatedBytes / Math.Max(1, phase.To.PacketsOut - phase.From.PacketsOut),
            WorkerCpu = seconds > 0 ? worker / 1e6 / seconds : null,
            GeneratorCpu = parts.Length == 0 ? 0 : parts.Average(part => part.GeneratorCpu),
            OtherCpu = parts.Length == 0 ? 0 : parts.Average(part => part.OtherCpu),
            StealPercent = parts.Length == 0 ? 0 : 100 * parts.Average(part => part.Steal),
        };

        double Rate(long count) => seconds > 0 ? count / seconds : 0;
    }

    private string Redacted(string argument) =>
        argument == options.Secret || argument == options.Token ? "…" : argument;

    private static double? Milliseconds(Histogram histogram, double quantile) => histogram.Quantile(quantile) / 1000.0;
}
