using System.Diagnostics;
using System.Globalization;

namespace Serverless.Load.Limit;

/// <summary>The C program: compiled when it is needed, then a child that fans out to the ports it is told.</summary>
internal sealed class LimitProgram : IDisposable
{
    private const string Source = "tests/Benchmarks/limit/fanout.c";

    private readonly Process _process;

    private LimitProgram(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <exception cref="InvalidOperationException">There is no compiler, or it did not like the program.</exception>
    public static async Task<string> CompileAsync(CancellationToken cancellation)
    {
        var root = Root();
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts", "limit")).FullName, "fanout");
        using var compiler = Process.Start(
            "cc", ["-O2", "-march=native", Path.Combine(root, Source), "-o", program, "-lcrypto"]);
        await compiler.WaitForExitAsync(cancellation);
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException($"{Source} does not compile.");
    }

    public static async Task<LimitProgram> StartAsync(
        string program, LimitKey key, IEnumerable<int> ports, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The limit program did not start.");
        await process.StandardInput.WriteLineAsync(key.Hex);
        foreach (var port in ports)
        {
            await process.StandardInput.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        }

        await process.StandardInput.WriteLineAsync("end");
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadLineAsync(cancellation);
        return int.TryParse(answer, CultureInfo.InvariantCulture, out var own)
            ? new LimitProgram(process, own)
            : throw new InvalidOperationException("The limit program did not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Source)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Source} is not there: run this from a checkout.");
    }
}
