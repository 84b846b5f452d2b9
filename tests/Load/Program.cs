using System.Runtime.InteropServices;
using System.Text.Json;
using Serverless.Load;
using Serverless.Load.Handshakes;
using Serverless.Load.Joins;
using Serverless.Load.Limit;
using Serverless.Load.Local;
using Serverless.Load.Measure;
using Serverless.Load.Rest;
using Serverless.Load.Scenarios;
using Serverless.Load.Start;

if (args is [] or ["--help"] or ["-h"])
{
    Console.WriteLine(Help.Text);
    return 0;
}

if (args is ["limit", "--help" or "-h"])
{
    Console.WriteLine(LimitOptions.Help);
    return 0;
}

if (args is [JoinsProgram.Name, .. var joinsArguments])
{
    using var stopJoins = new CancellationTokenSource();
    using var interruptedJoins = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, stopJoins));
    using var terminatedJoins = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, stopJoins));
    return await JoinsProgram.RunAsync(joinsArguments, stopJoins.Token);
}

if (args is [StartProgram.Name, .. var startArguments])
{
    return await StartProgram.RunAsync(startArguments);
}

if (args is [HandshakeProgram.Name, ..])
{
    return await HandshakeProgram.RunAsync(args.Length > 1);
}

LoadOptions? options = null;
LimitOptions? comparison = null;
try
{
    if (args[0] == "limit")
    {
        comparison = LimitOptions.Parse(args[1..]);
    }
    else
    {
        options = LoadOptions.Parse(args);
    }
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message} See --help.");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (comparison is not null)
    {
        await new LimitCommand(comparison, Console.Out).RunAsync(stop.Token);
        return 0;
    }

    await using var local = options!.Local ? await LocalChild.StartAsync(options.Shards, options.People, stop.Token) : null;
    var token = options.Token
        ?? (local?.Key ?? new ApiKey(options.ApiKey!, options.Secret!)).Sign(TimeProvider.System);
    using var rest = new RestClient(local?.Address ?? options.Url!, token);
    var room = options.Room ?? await rest.CreateRoomAsync(stop.Token);
    using var metrics = (local?.WorkerAddress ?? options.WorkerMetrics) is { } worker ? new WorkerMetrics(worker) : null;
    var show = new Show(options, rest, room, local?.WorkerProcess ?? options.WorkerProcess, metrics, Console.Out);
    var report = await show.RunAsync(stop.Token);
    Console.WriteLine(Summary.Of(report));
    if (options.JsonFile is { } file)
    {
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(report, LoadJson.Default.Report));
    }

    if (report.LargestKept is { } largest)
    {
        Console.WriteLine($"largest with all kept: {largest} viewers");
        return largest > 0 ? 0 : 1;
    }

    foreach (var threshold in options.Required)
    {
        Console.WriteLine(threshold.Describe(report));
    }

    return options.Required.All(threshold => threshold.IsKept(report)) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Exception problem) when (problem is RestFailure or HttpRequestException or InvalidOperationException or IOException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 3;
}

void Stop(PosixSignalContext context) => Cancel(context, stop);

static void Cancel(PosixSignalContext context, CancellationTokenSource source)
{
    context.Cancel = true;
    source.Cancel();
}
