using System.Globalization;

namespace Serverless.Local;

/// <summary>The command line of local mode.</summary>
internal sealed record LocalOptions
{
    public const string Help = """
        usage: dotnet run --project local [-- options]

        Runs the whole system on this machine: control plane, Web PubSub emulator, one media worker, the Studio.

          --port N        the Studio and the REST API; default 8080. N+1 is Web PubSub, N+2 the worker's HTTP;
                          0 takes free ports
          --udp-port N    media; default 40000; 0 takes a free one
          --data FOLDER   tables and the development tenant's key; default .data in the repository
          --no-web-build  serve the Studio as it was built last
          --help          this text
        """;

    public int Port { get; init; } = 8080;

    public int UdpPort { get; init; } = 40000;

    /// <summary>Null: <c>.data</c> in the repository.</summary>
    public string? DataFolder { get; init; }

    public bool BuildWeb { get; init; } = true;

    public bool ShowHelp { get; init; }

    /// <exception cref="FormatException">With a message for people.</exception>
    public static LocalOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LocalOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            options = arguments[index] switch
            {
                "--port" => options with { Port = Number(arguments, ++index, 65533) },
                "--udp-port" => options with { UdpPort = Number(arguments, ++index, 65535) },
                "--data" => options with { DataFolder = Value(arguments, ++index) },
                "--no-web-build" => options with { BuildWeb = false },
                "--help" or "-h" => options with { ShowHelp = true },
                var unknown => throw new FormatException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count ? arguments[index] : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static int Number(IReadOnlyList<string> arguments, int index, int maximum) =>
        int.TryParse(Value(arguments, index), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum
            ? number
            : throw new FormatException($"{arguments[index - 1]} needs a number from 0 to {maximum}.");
}
