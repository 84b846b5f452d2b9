using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Serverless.Interop.Linux;
using Serverless.Load.Measure;

namespace Serverless.Load.Start;

/// <summary>The command <c>start</c>: how long the published control plane takes from process start to its first 200.</summary>
internal static class StartProgram
{
    public const string Name = "start";

    private const string Help = """
        usage: dotnet run -c Release --project tests/Load -- start FOLDER [runs]

        Starts the control plane that `dotnet publish functions -o FOLDER` made, as the Functions host does, and asks /v2/health until
        it answers with 200; 10 runs unless told otherwise. Prints each time and the median.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <returns>0; 2: the arguments are wrong; 3: it did not start.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var runs = 10;
        if (arguments is [] or ["--help" or "-h", ..] || (arguments.Count > 1
            && !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out runs)))
        {
            Console.WriteLine(Help);
            return arguments is ["--help" or "-h"] ? 0 : 2;
        }

        try
        {
            var times = new List<(double Wall, double Cpu)>();
            var machine = MachineUsage.Read();
            for (var run = 0; run < runs; run++)
            {
                times.Add(await MeasureAsync(Path.Combine(arguments[0], "Serverless.Functions")));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                wall  {string.Join(' ', times.Select(time => $"{time.Wall:F0}"))} ms, median {Median(times.Select(time => time.Wall)):F0} ms
                CPU   {string.Join(' ', times.Select(time => $"{time.Cpu:F0}"))} ms, median {Median(times.Select(time => time.Cpu)):F0} ms
                this machine {100 * MachineUsage.Read().BusyShareSince(machine):F0} % busy, {100 * MachineUsage.Read().StealShareSince(machine):F1} % taken by others
                """));
            return 0;
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 3;
        }
    }

    private static async Task<(double Wall, double Cpu)> MeasureAsync(string program)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(program)),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["SERVERLESS_PUBLIC_URL"] = "https://live.example";
        start.Environment["SERVERLESS_WORKER_KEY"] = new string('k', 32);
        start.Environment["SERVERLESS_PUBSUB_CONNECTION_STRING"] = "Endpoint=http://localhost:8081;AccessKey=load;";
        start.Environment["SERVERLESS_TABLES_CONNECTION_STRING"] = "UseDevelopmentStorage=true";
        using var limit = new CancellationTokenSource(Patience);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            while (!await AnswersAsync(port, limit.Token))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"It ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
                }

                await Task.Delay(Pause, limit.Token);
            }

            var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return (wall, ProcessClock.ReadNanoseconds(process.Id) / 1e6);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }
    }

    /// <summary>By hand: a client that is not warm itself would be part of what is measured.</summary>
    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            await socket.SendAsync("GET /v2/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
            var answer = new byte[64];
            var length = await socket.ReceiveAsync(answer, cancellation);
            return answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
