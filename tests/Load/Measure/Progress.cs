using System.Globalization;

namespace Serverless.Load.Measure;

/// <summary>A row a second while the run goes on.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private const string Head =
        "  time phase      joined  conn  play   in/s    out/s  deliv%  kbps  p50 ms  p99 ms  worker   gen other steal%";

    private readonly Sampler _sampler;
    private readonly TextWriter _screen;
    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
    private readonly List<(string Phase, Interval Row)> _rows = [];
    private readonly Lock _lock = new();
    private readonly Task _running;
    private string _phase = "";

    public Progress(Sampler sampler, TextWriter screen)
    {
        _sampler = sampler;
        _screen = screen;
        screen.WriteLine(Head);
        _running = RunAsync();
    }

    public void Begin(string phase)
    {
        lock (_lock)
        {
            _phase = phase;
        }
    }

    public IReadOnlyList<Interval> RowsOf(string phase)
    {
        lock (_lock)
        {
            return [.. _rows.Where(each => each.Phase == phase).Select(each => each.Row)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _running;
    }

    private async Task RunAsync()
    {
        var last = _sampler.Take();
        var phase = "";
        while (await _timer.WaitForNextTickAsync())
        {
            var row = new Interval(last, _sampler.Take());
            last = row.To;
            lock (_lock)
            {
                // A second that began in another phase is neither's.
                if (_phase == phase)
                {
                    _rows.Add((phase, row));
                }

                phase = _phase;
            }

            await _screen.WriteLineAsync(Format(phase, row));
        }
    }

    private static string Format(string phase, Interval row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.To.At.TotalSeconds,6:F0} {phase,-10} {row.To.Joined,6} {row.To.Connected,5} {row.To.Playing,5} "
        + $"{row.PacketsIn / row.Seconds,6:F0} {row.PacketsOut / row.Seconds,8:F0} {row.Delivered,7:F2} {row.KbpsPerViewer,5:F0} "
        + $"{Milliseconds(row.Delay, 0.5),7:F2} {Milliseconds(row.Delay, 0.99),7:F2} {row.WorkerCpu,7:F2} {row.GeneratorCpu,5:F2} "
        + $"{row.OtherCpu,5:F2} {100 * row.Steal,6:F1}");

    private static double? Milliseconds(Histogram histogram, double quantile) => histogram.Quantile(quantile) / 1000.0;
}
