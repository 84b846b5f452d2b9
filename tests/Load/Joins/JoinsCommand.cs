using System.Globalization;
using Serverless.Load.Measure;

namespace Serverless.Load.Joins;

/// <summary>Starts a control plane, joins its rooms at a rate, and tells what came of it: a row every five seconds, then a summary.</summary>
internal sealed class JoinsCommand(JoinsOptions options, TimeProvider time, TextWriter screen)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Row = TimeSpan.FromSeconds(5);

    public async Task<JoinsReport> RunAsync(CancellationToken cancellation)
    {
        await using var azurite = options.Tables == "azurite" ? await AzuriteChild.StartAsync(cancellation) : null;
        var tables = azurite?.ConnectionString ?? (options.Tables == "sqlite" ? null : options.Tables);
        await using var worker = await StandInWorker.StartAsync();
        await using var functions = await ControlPlaneChild.StartAsync(options.Functions, tables, cancellation);
        using var joiners = new Joiners(functions.Url, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var heartbeat = joiners.ReportWorkerAsync(worker.Url, end.Token);
        await joiners.CreateRoomsAsync(options.Rooms, cancellation);

        await JoinAsync(joiners, WarmUp, cancellation);
        var (before, errorsBefore, _) = joiners.Count();
        var cpu = ProcessUsage.Read(functions.ProcessId)!.Value.Cpu;
        var machine = MachineUsage.Read();
        var start = time.GetTimestamp();
        using var rows = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var progress = TellAsync(joiners, rows.Token);
        await JoinAsync(joiners, options.Time, cancellation);
        var took = time.GetElapsedTime(start);
        await rows.CancelAsync();
        await progress;
        var report = Report(joiners, before, errorsBefore, took, functions.ProcessId, cpu, machine);
        await end.CancelAsync();
        await heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return report;
    }

    private JoinsReport Report(
        Joiners joiners, Histogram before, long errorsBefore, TimeSpan took, int process, TimeSpan cpuBefore, MachineUsage machineBefore)
    {
        var (after, errors, lastError) = joiners.Count();
        var times = after.Since(before);
        var usage = ProcessUsage.Read(process)!.Value;
        var machine = MachineUsage.Read();
        return new JoinsReport
        {
            Tables = options.Tables is "sqlite" or "azurite" ? options.Tables : "by connection string",
            JoinsPerSecond = times.Count / took.TotalSeconds,
            Joins = times.Count,
            Errors = errors - errorsBefore,
            P50 = Milliseconds(times.Quantile(0.5)),
            P90 = Milliseconds(times.Quantile(0.9)),
            P99 = Milliseconds(times.Quantile(0.99)),
            Worst = Milliseconds(times.Quantile(1)),
            CpuMilliseconds = (usage.Cpu - cpuBefore).TotalMilliseconds / Math.Max(1, times.Count),
            ResidentMegabytes = usage.ResidentBytes / 1e6,
            BusyPercent = 100 * machine.BusyShareSince(machineBefore),
            StealPercent = 100 * machine.StealShareSince(machineBefore),
            LastError = lastError,
        };
    }

    /// <summary>Returns when all joins that were begun are answered.</summary>
    private Task JoinAsync(Joiners joiners, TimeSpan forTime, CancellationToken cancellation) => options.Callers > 0
        ? Task.WhenAll(Enumerable.Range(0, options.Callers).Select(_ => CallAsync(joiners, forTime, cancellation)))
        : KeepRateAsync(joiners, forTime, cancellation);

    private async Task CallAsync(Joiners joiners, TimeSpan forTime, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < forTime)
        {
            await joiners.JoinAsync(time.GetTimestamp(), cancellation);
        }
    }

    private async Task KeepRateAsync(Joiners joiners, TimeSpan forTime, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var joins = new List<Task>();
        for (var index = 0; index < options.Rate * forTime.TotalSeconds; index++)
        {
            var due = start + (long)((double)index / options.Rate * time.TimestampFrequency);
            var wait = time.GetElapsedTime(time.GetTimestamp(), due);
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, time, cancellation);
            }

            joins.Add(Task.Run(() => joiners.JoinAsync(due, cancellation), cancellation));
        }

        await Task.WhenAll(joins);
    }

    private async Task TellAsync(Joiners joiners, CancellationToken cancellation)
    {
        Say($"{"joins/s",9}{"p50 ms",9}{"p99 ms",9}{"errors",9}");
        var (before, errorsBefore, _) = joiners.Count();
        using var timer = new PeriodicTimer(Row, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                var (after, errors, _) = joiners.Count();
                var times = after.Since(before);
                Say($"{times.Count / Row.TotalSeconds,9:F0}{Milliseconds(times.Quantile(0.5)),9:F1}{Milliseconds(times.Quantile(0.99)),9:F1}{errors - errorsBefore,9}");
                (before, errorsBefore) = (after, errors);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private static double? Milliseconds(long? microseconds) => microseconds / 1000.0;

    private void Say(FormattableString line) => screen.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
