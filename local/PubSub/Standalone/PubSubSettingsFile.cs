using System.Text.Json;

namespace Serverless.Local.PubSub.Standalone;

/// <summary>Event handlers in the form of the official emulator's configuration, so that files are interchangeable.</summary>
internal static class PubSubSettingsFile
{
    /// <exception cref="FormatException">With a message for people.</exception>
    public static IEnumerable<(string Hub, PubSubEventHandler Handler)> Read(string path)
    {
        try
        {
            var settings = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path), optional: false).Build();
            return [.. settings.GetSection("WebPubSub:Hubs").GetChildren().SelectMany(HandlersOf)];
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or JsonException)
        {
            throw new FormatException($"{path} cannot be read: {problem.Message}", problem);
        }
    }

    private static IEnumerable<(string Hub, PubSubEventHandler Handler)> HandlersOf(IConfigurationSection hub) =>
        hub.GetSection("EventHandlers").GetChildren().Select(handler => (hub.Key, new PubSubEventHandler
        {
            UrlTemplate = handler["UrlTemplate"]
                ?? throw new FormatException($"An event handler of the hub {hub.Key} has no UrlTemplate."),
            SystemEvents = [.. handler.GetSection("SystemEvents").GetChildren().Select(name => name.Value).OfType<string>()],
            EventPattern = handler["EventPattern"] ?? string.Empty,
        }));
}
