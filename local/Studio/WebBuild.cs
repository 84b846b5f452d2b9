using System.ComponentModel;
using System.Diagnostics;

namespace Serverless.Local.Studio;

/// <summary>Builds the web client when its sources are newer than what was built last, and says what it does meanwhile.</summary>
internal static class WebBuild
{
    public static readonly string Output = Path.Combine(Folder, "studio", "dist");

    private static readonly string[] BuildOutputs = ["node_modules", "dist"];

    private static string Folder => Path.Combine(SourceTree.Root, "clients", "web");

    /// <exception cref="InvalidOperationException">With a message for people.</exception>
    public static async Task EnsureAsync(CancellationToken cancellation)
    {
        var locked = new FileInfo(Path.Combine(Folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < locked.LastWriteTimeUtc)
        {
            Console.WriteLine("Installing the web client's packages …");
            await NpmAsync(["ci"], cancellation);
        }

        var built = new FileInfo(Path.Combine(Output, "index.html"));
        if (!built.Exists || Sources(new DirectoryInfo(Folder)).Any(file => file.LastWriteTimeUtc > built.LastWriteTimeUtc))
        {
            Console.WriteLine("Building the web client …");
            await NpmAsync(["run", "build"], cancellation);
        }
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(
            folder.EnumerateDirectories().Where(child => !BuildOutputs.Contains(child.Name)).SelectMany(Sources));

    private static async Task NpmAsync(string[] arguments, CancellationToken cancellation)
    {
        var command = $"npm {string.Join(' ', arguments)}";
        try
        {
            // npm's own help would bury what went wrong.
            using var process = Process.Start(new ProcessStartInfo("npm", [.. arguments, "--loglevel=error"])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{command} in {Folder} failed:\n{await output}\n{await errors}");
            }
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("npm was not found. Install Node.js 20 or later, or pass --no-web-build.");
        }
    }
}
