using System.Globalization;

namespace Serverless.Local;

/// <summary>The command line of local mode.</summary>
internal sealed record LocalOptions
{
    public const string Help = """
        usage: dotnet run --project local [-- options]
               dotnet run --project local -- pubsub [options]   only the Web PubSub emulator; pubsub --help

        Runs the whole system on this machine: control plane, Web PubSub emulator, media worker, the Studio.

          --port N        the Studio and the REST API; default 8080. N+1 is Web PubSub, N+2 the worker's HTTP;
                          0 takes free ports
          --udp-port N    media; default 40000; 0 takes a free one
          --tcp-port N    media of clients whose network blocks UDP; default 40000; 0 takes a free one
          --workers N     media workers; default 1, in this process. More than one have processes of their own, with the
                          HTTP ports from N+2 and media ports from --udp-port and --tcp-port on, and can be killed and drained:
                          POST /local/workers/worker-1/kill (or drain) with a header X-Local-Control
          --shards N      threads of each worker's media, one UDP port each; default 1, for the rest of the system needs a core, too
          --capacity N    people that each worker takes; default 2000
          --apart         one worker, too, has a process of its own: measurements tell its CPU from the others'
          --data FOLDER   tables and the development tenant's key; default .data in the repository
          --tables CONNECTION
                          tables in a storage account or in Azurite, by connection string, instead of SQLite;
                          UseDevelopmentStorage=true is an Azurite on its usual ports
          --sign-in EMAIL the Studio asks its people to sign in, as it does in production; prints this person's link for
                          choosing a password, or where to sign in once there is one. Without it, this machine's Studio
                          makes rooms for whoever opens it
          --no-web-build  serve the Studio as it was built last
          --help          this text
        """;

    private const int MaxWorkers = 16;
    private const int MaxShards = 16;
    private const int MaxCapacity = 100_000;

    public int Port { get; init; } = 8080;

    public int UdpPort { get; init; } = 40000;

    public int TcpPort { get; init; } = 40000;

    public int Workers { get; init; } = 1;

    /// <summary>Threads of each worker, each with its own media port.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>People that each worker takes.</summary>
    public int Capacity { get; init; } = 2000;

    /// <summary>Even a single worker has a process of its own.</summary>
    public bool Apart { get; init; }

    public bool HasWorkerProcesses => Apart || Workers > 1;

    /// <summary>Null: <c>.data</c> in the repository.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Connection string; null: SQLite in the data folder.</summary>
    public string? Tables { get; init; }

    /// <summary>E-mail of the person who may sign in to the Studio; null: nobody has to.</summary>
    public string? SignIn { get; init; }

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
                "--port" => options with { Port = Number(arguments, ++index, 65535 - 1 - MaxWorkers) },
                "--udp-port" => options with { UdpPort = Number(arguments, ++index, 65535 - (MaxWorkers * MaxShards)) },
                "--tcp-port" => options with { TcpPort = Number(arguments, ++index, 65535 - MaxWorkers) },
                "--workers" => options with { Workers = Number(arguments, ++index, MaxWorkers, minimum: 1) },
                "--shards" => options with { Shards = Number(arguments, ++index, MaxShards, minimum: 1) },
                "--capacity" => options with { Capacity = Number(arguments, ++index, MaxCapacity, minimum: 1) },
                "--apart" => options with { Apart = true },
                "--data" => options with { DataFolder = Value(arguments, ++index) },
                "--tables" => options with { Tables = Value(arguments, ++index) },
                "--sign-in" => options with { SignIn = Value(arguments, ++index) },
                "--no-web-build" => options with { BuildWeb = false },
                "--help" or "-h" => options with { ShowHelp = true },
                var unknown => throw new FormatException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, int index) =>
        index < arguments.Count ? arguments[index] : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static int Number(IReadOnlyList<string> arguments, int index, int maximum, int minimum = 0) =>
        int.TryParse(Value(arguments, index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= minimum && number <= maximum
            ? number
            : throw new FormatException($"{arguments[index - 1]} needs a number from {minimum} to {maximum}.");
}
