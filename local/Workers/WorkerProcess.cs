using System.Diagnostics;
using System.Text.Json;

namespace Serverless.Local.Workers;

/// <summary>A worker in a process of its own, as its parent holds it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private WorkerProcess(WorkerOrder order, Process process)
    {
        Id = order.Id;
        Url = order.Url;
        _process = process;
    }

    public string Id { get; }

    public Uri Url { get; }

    public int ProcessId => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <exception cref="InvalidOperationException">The worker did not start.</exception>
    public static async Task<WorkerProcess> StartAsync(WorkerOrder order, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(WorkerChild.Argument);
        var worker = new WorkerProcess(
            order, Process.Start(start) ?? throw new InvalidOperationException($"Worker {order.Id} did not start."));
        try
        {
            await worker._process.StandardInput.WriteLineAsync(
                JsonSerializer.Serialize(order, WorkerOrderJson.Default.WorkerOrder));
            await worker._process.StandardInput.FlushAsync(cancellation);
            await worker.WaitUntilReadyAsync(cancellation);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: the kernel closes the sockets, nobody says good-bye.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>As SIGTERM does in production: its rooms move, then it exits. Returns at once.</summary>
    public async Task DrainAsync()
    {
        await _process.StandardInput.WriteLineAsync(WorkerChild.Drain);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string Program =>
        Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own program.");

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == WorkerChild.Ready)
            {
                _ = PassOnAsync();
                return;
            }

            await Console.Error.WriteLineAsync($"{Id}: {line}");
        }

        throw new InvalidOperationException($"Worker {Id} did not start.");
    }

    private async Task PassOnAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync($"{Id}: {line}");
        }
    }
}
