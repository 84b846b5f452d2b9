using System.Runtime.InteropServices;
using Serverless.Local;
using Serverless.Local.PubSub.Standalone;
using Serverless.Local.Studio;
using Serverless.Local.Workers;

if (args is [WorkerChild.Argument])
{
    return await WorkerChild.RunAsync();
}

if (args is [PubSubCommand.Name, .. var pubSubArguments])
{
    return await PubSubCommand.RunAsync(pubSubArguments);
}

LocalOptions options;
try
{
    options = LocalOptions.Parse(args);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message}\n\n{LocalOptions.Help}");
    return 2;
}

if (options.ShowHelp)
{
    Console.WriteLine(LocalOptions.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (options.BuildWeb)
    {
        await WebBuild.EnsureAsync(stop.Token);
    }

    await using var system = await LocalSystem.StartAsync(options, stop.Token);
    Console.WriteLine($"""

        Serverless Live is running. Open the Studio:

            {system.Studio}
        {SignInHint(system)}
        The REST API is at the same address; key and secret of the development tenant are in
        {system.DataFolder}. Press Ctrl+C to stop.

        """);
    await Task.Delay(Timeout.Infinite, stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (Exception problem) when (problem is InvalidOperationException or IOException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"Serverless Live cannot start. {problem.Message}");
    return 1;
}

static string SignInHint(LocalSystem system) => system.SignIn is not { } address ? "" : $"""

    {(address.Fragment.Length == 0 ? "Sign in with your password" : "Choose a password first")}:

        {address.AbsoluteUri}

    """;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
