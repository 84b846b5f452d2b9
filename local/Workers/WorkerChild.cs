using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Serverless.Worker;

namespace Serverless.Local.Workers;

/// <summary>The program of a worker that has a process of its own.</summary>
internal static class WorkerChild
{
    /// <summary>The one argument that makes this program a worker. Not for people.</summary>
    public const string Argument = "--worker-process";

    public const string Ready = "ready";
    public const string Drain = "drain";

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync()
    {
        var line = await Console.In.ReadLineAsync();
        if (line is null || JsonSerializer.Deserialize(line, WorkerOrderJson.Default.WorkerOrder) is not { } order)
        {
            return 2;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(order.Url.GetLeftPart(UriPartial.Authority));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddWorker(new WorkerOptions
        {
            WorkerId = order.Id,
            InternalUrl = order.Url,
            FunctionsUrl = order.Functions,
            WorkerKey = order.Key,
            UdpBindAddress = IPAddress.Loopback,
            AdvertisedAddresses = [IPAddress.Loopback],
            BaseUdpPort = order.UdpPort,
            TcpPort = order.TcpPort,
            Shards = order.Shards,
            Capacity = order.Capacity,
            DrainLimit = DrainLimit,
        });
        await using var app = builder.Build();
        app.MapWorker();
        // Ctrl+C reaches every process of the terminal; the parent decides what it means for its workers.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(Ready);
        // Reading the console blocks, whatever its name says.
        _ = Task.Run(() => ObeyAsync(app.Lifetime));
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The end of the input is the end of the parent, however that came about: no worker stays behind.</summary>
    private static async Task ObeyAsync(IHostApplicationLifetime lifetime)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == Drain)
            {
                lifetime.StopApplication();
            }
        }

        Environment.Exit(0);
    }
}
