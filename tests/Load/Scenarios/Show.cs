using Serverless.Load.Measure;
using Serverless.Load.Rest;

namespace Serverless.Load.Scenarios;

/// <summary>One run: hosts, then viewers, then the measurement.</summary>
internal sealed class Show(LoadOptions options, RestClient rest, string roomId, int? workerProcess, WorkerMetrics? metrics, TextWriter screen)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);

    /// <summary>For compilers and estimators to settle before anything counts.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly Preset _preset = options.Preset;

    public async Task<Report> RunAsync(CancellationToken cancellation)
    {
        using var crowd = new Crowd(rest, roomId, options);
        var sampler = new Sampler(crowd, workerProcess);
        await using var progress = new Progress(sampler, screen);
        var cast = new Cast(options);

        progress.Begin("hosts");
        await crowd.JoinAsync(cast.Hosts(), TimeSpan.FromSeconds(_preset.Hosts / _preset.JoinsPerSecond), cancellation);
        await Reach.Async(() => crowd.Connected >= crowd.Joined, ConnectLimit, cancellation);
        var empty = sampler.Take();

        if (_preset.Rehearsal > 0)
        {
            progress.Begin("rehearse");
            await RehearseAsync(crowd, cast, cancellation);
        }

        var phases = new List<Phase>();
        if (_preset.Early > 0)
        {
            progress.Begin("early");
            await ArriveAsync(crowd, cast.Viewers(_preset.Early, early: true), _preset.Early / _preset.JoinsPerSecond, cancellation);
            await Task.Delay(Settling, cancellation);
            phases.Add(await MeasureAsync("before", sampler, progress, cancellation));
        }

        progress.Begin("joins");
        var before = sampler.Take();
        var over = _preset.Burst > TimeSpan.Zero ? _preset.Burst.TotalSeconds : _preset.Viewers / _preset.JoinsPerSecond;
        await ArriveAsync(crowd, cast.Viewers(_preset.Viewers), over, cancellation);
        var arrived = sampler.Take();
        if (_preset.Early > 0)
        {
            phases.Add(new Phase("during", before, arrived, progress.RowsOf("joins")));
        }

        progress.Begin("settle");
        await Task.Delay(Settling, cancellation);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var churn = ChurnAsync(crowd, cast, leaving.Token);
        phases.Add(await MeasureAsync("measure", sampler, progress, cancellation));
        await leaving.CancelAsync();
        await churn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var writer = new ReportWriter(options, crowd, empty, before, arrived);
        return options.Grow == 0
            ? writer.Write(phases, _preset.Viewers)
            : await GrowAsync(crowd, cast, sampler, progress, writer, phases, cancellation);
    }

    /// <summary>More and more viewers, until a measurement and its repetition miss a threshold.</summary>
    private async Task<Report> GrowAsync(
        Crowd crowd,
        Cast cast,
        Sampler sampler,
        Progress progress,
        ReportWriter writer,
        List<Phase> phases,
        CancellationToken cancellation)
    {
        var (viewers, largest, isRepetition) = (_preset.Viewers, 0, false);
        while (true)
        {
            var report = writer.Write(phases, viewers) with { LargestKept = largest };
            if (options.Required.All(threshold => threshold.IsKept(report)))
            {
                (largest, isRepetition) = (viewers, false);
                if (viewers + options.Grow > options.GrowTo)
                {
                    return report with { LargestKept = largest };
                }

                viewers += options.Grow;
                progress.Begin("joins");
                await ArriveAsync(crowd, cast.Viewers(options.Grow), options.Grow / _preset.JoinsPerSecond, cancellation);
            }
            else if (isRepetition)
            {
                return report;
            }
            else
            {
                isRepetition = true;
            }

            progress.Begin("settle");
            await Task.Delay(Settling, cancellation);
            phases.Add(await MeasureAsync(isRepetition ? $"{viewers} again" : $"{viewers}", sampler, progress, cancellation));
        }
    }

    /// <summary>All join, and all that joined get a picture (or sound).</summary>
    private static async Task ArriveAsync(
        Crowd crowd, IReadOnlyList<Peers.PeerPlan> plans, double seconds, CancellationToken cancellation)
    {
        var others = crowd.Joined - crowd.Playing;
        await crowd.JoinAsync(plans, TimeSpan.FromSeconds(seconds), cancellation);
        await Reach.Async(() => crowd.Playing >= crowd.Joined - others, ConnectLimit, cancellation);
    }

    private async Task RehearseAsync(Crowd crowd, Cast cast, CancellationToken cancellation)
    {
        var stay = crowd.Connected;
        await ArriveAsync(crowd, cast.Viewers(_preset.Rehearsal), _preset.Rehearsal / _preset.JoinsPerSecond, cancellation);
        for (var viewer = 0; viewer < _preset.Rehearsal; viewer++)
        {
            crowd.DropViewer();
        }

        await Reach.Async(() => crowd.Connected <= stay, ConnectLimit, cancellation);
        await Task.Delay(Settling, cancellation);
    }

    private async Task<Phase> MeasureAsync(
        string name, Sampler sampler, Progress progress, CancellationToken cancellation)
    {
        progress.Begin(name);
        var allocated = await AllocatedAsync(cancellation);
        var start = sampler.Take();
        await Task.Delay(options.Duration, cancellation);
        var end = sampler.Take();
        return new Phase(name, start, end, progress.RowsOf(name), await AllocatedAsync(cancellation) - allocated);
    }

    private async Task<long?> AllocatedAsync(CancellationToken cancellation) =>
        metrics is null ? null : await metrics.AllocatedBytesAsync(cancellation);

    private async Task ChurnAsync(Crowd crowd, Cast cast, CancellationToken cancellation)
    {
        if (_preset.ChurnPerSecond <= 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / _preset.ChurnPerSecond));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            crowd.DropViewer();
            await crowd.JoinAsync(cast.Viewers(1), TimeSpan.Zero, cancellation);
        }
    }
}
