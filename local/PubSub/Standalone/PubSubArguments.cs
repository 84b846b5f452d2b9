using System.Globalization;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Standalone;

/// <summary>The command line of the emulator on its own.</summary>
internal sealed record PubSubArguments
{
    public const string Help = $$"""
        usage: dotnet run --project local -- pubsub [options]

        Runs an emulator of Azure Web PubSub: the JSON subprotocols and plain WebSockets, the data plane, upstream events.

          --port N             default 8080
          --host ADDRESS       default 127.0.0.1
          --key TEXT           access key, at least 32 bytes; default {{PubSubEmulatorOptions.DefaultAccessKey}}
          --secondary-key TEXT another one that is as good
          --handler HUB=URL    sends all events of the hub to URL, which may contain {hub} and {event}; may be repeated
          --settings FILE      event handlers as the official emulator has them:
                               { "WebPubSub": { "Hubs": { "chat": { "EventHandlers": [ { "EventPattern": "*",
                                 "UrlTemplate": "http://localhost:5000/{event}", "SystemEvents": ["connect"] } ] } } } }
          --retention SECONDS  how long a reliable session waits for its client; default 30
          --entra              takes Entra ID tokens for the service without verifying them
          --help               this text

        Faults on request, for tests, each with a header X-Local-Control:
          POST   /emulator/faults  {"point":"Request","action":"Refuse","status":429,"retryAfterSeconds":1,"count":3,"hub":"chat"}
                                   points: Request, Handshake, Recovery, Frame, Upstream
                                   actions: Refuse (status), Delay (delayMilliseconds), Drop, LoseAnswer
          DELETE /emulator/faults  forgets those still to come
          POST   /emulator/reload  closes all sockets with 1001, as a reload of the service does; ?hub=HUB: those of one hub
          POST   /emulator/abort   drops all sockets without a close frame; ?hub=HUB likewise
          PUT    /emulator/hubs/HUB/eventHandlers  [{"urlTemplate":…,"systemEvents":[…],"eventPattern":…}]
        """;

    private static readonly string[] AllSystemEvents = ["connect", "connected", "disconnected"];

    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 8080;

    public bool ShowHelp { get; init; }

    public PubSubEmulatorOptions Options { get; init; } = new();

    /// <exception cref="FormatException">With a message for people.</exception>
    public static PubSubArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new PubSubArguments();
        var handlers = new Dictionary<string, IReadOnlyList<PubSubEventHandler>>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < arguments.Count; index++)
        {
            parsed = arguments[index] switch
            {
                "--port" => parsed with { Port = Number(arguments, ++index, ushort.MaxValue) },
                "--host" => parsed with { Host = Value(arguments, ++index) },
                "--key" => parsed with { Options = parsed.Options with { AccessKey = Value(arguments, ++index) } },
                "--secondary-key" =>
                    parsed with { Options = parsed.Options with { SecondaryAccessKey = Value(arguments, ++index) } },
                "--entra" => parsed with { Options = parsed.Options with { TrustsEntraTokens = true } },
                "--retention" => parsed with
                {
                    Options = parsed.Options with { Retention = TimeSpan.FromSeconds(Number(arguments, ++index, 86_400)) },
                },
                "--handler" => Add(parsed, handlers, Handler(Value(arguments, ++index))),
                "--settings" => Add(parsed, handlers, PubSubSettingsFile.Read(Value(arguments, ++index))),
                "--help" or "-h" => parsed with { ShowHelp = true },
                var unknown => throw new FormatException($"There is no option {unknown}."),
            };
        }

        return parsed with { Options = parsed.Options with { EventHandlers = handlers } };
    }

    private static PubSubArguments Add(
        PubSubArguments parsed,
        Dictionary<string, IReadOnlyList<PubSubEventHandler>> handlers,
        IEnumerable<(string Hub, PubSubEventHandler Handler)> added)
    {
        foreach (var (name, handler) in added)
        {
            if (!HubName.TryParse(name, out var hub))
            {
                throw new FormatException($"'{name}' is not the name of a hub.");
            }

            handler.Validate();
            handlers[hub] = [.. handlers.GetValueOrDefault(hub, []), handler];
        }

        return parsed;
    }

    private static (string Hub, PubSubEventHandler Handler)[] Handler(string text) =>
        text.Split('=', 2) is [var hub, var url]
            ? [(hub, new PubSubEventHandler { UrlTemplate = url, SystemEvents = AllSystemEvents })]
            : throw new FormatException("--handler needs HUB=URL.");

    private static string Value(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count ? arguments[index] : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static int Number(IReadOnlyList<string> arguments, int index, int maximum) =>
        int.TryParse(Value(arguments, index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= maximum
            ? number
            : throw new FormatException($"{arguments[index - 1]} needs a number up to {maximum}.");
}
