namespace Serverless.Local.PubSub.Standalone;

/// <summary><c>dotnet run --project local -- pubsub</c>: the emulator without the rest of the system.</summary>
internal static class PubSubCommand
{
    public const string Name = "pubsub";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        PubSubArguments parsed;
        try
        {
            parsed = PubSubArguments.Parse(arguments);
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync($"{problem.Message}\n\n{PubSubArguments.Help}");
            return 2;
        }

        if (parsed.ShowHelp)
        {
            Console.WriteLine(PubSubArguments.Help);
            return 0;
        }

        try
        {
            await using var app = Build(parsed);
            await app.StartAsync();
            Console.WriteLine($"Web PubSub emulator: Endpoint={app.Urls.Single()};AccessKey={parsed.Options.AccessKey};Version=1.0;");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"The emulator cannot start. {problem.Message}");
            return 1;
        }
    }

    private static WebApplication Build(PubSubArguments arguments)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://{arguments.Host}:{arguments.Port}");
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddPubSubEmulator(arguments.Options);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapPubSubEmulator();
        return app;
    }
}
