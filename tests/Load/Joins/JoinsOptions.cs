using System.Globalization;

namespace Serverless.Load.Joins;

/// <summary>The command line of the control plane's load.</summary>
internal sealed record JoinsOptions
{
    public const string Help = """
        usage: dotnet run -c Release --project tests/Load -- joins [options]

        Joins per second that the control plane sustains: each with a token of its own, signed here, and a person of its own. Functions
        run as a child, as the Functions host would start them; the media worker is a stand-in that answers at once.

          --tables sqlite|azurite|CONNECTION   where rows are; default sqlite. azurite is started for the run, in memory
          --rate X            joins a second, begun on time whether earlier ones are answered or not; default 200
          --callers N         instead: N callers who each begin a join when the one before is answered
          --seconds X         of measurement, default 30; before it 5 s to get warm
          --rooms N           that are joined in turn, default 20
          --functions FOLDER  a published folder to run, instead of what was built beside this program
          --json FILE         the report for programs
          --require NAME=X    exit with 1 if missed; may be repeated: joins-per-second (least), p50, p99 (ms), errors (most)
        """;

    public string Tables { get; init; } = "sqlite";

    /// <summary>0: as fast as <see cref="Callers"/> can.</summary>
    public int Rate { get; init; } = 200;

    public int Callers { get; init; }

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    public int Rooms { get; init; } = 20;

    public string? Functions { get; init; }

    public string? JsonFile { get; init; }

    public IReadOnlyList<JoinsThreshold> Required { get; init; } = [];

    /// <exception cref="FormatException">With a message for people.</exception>
    public static JoinsOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new JoinsOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count
                ? arguments[index + 1]
                : throw new FormatException($"{arguments[index]} needs a value.");
            options = arguments[index] switch
            {
                "--tables" => options with { Tables = value },
                "--rate" => options with { Rate = Number(value), Callers = 0 },
                "--callers" => options with { Callers = Number(value), Rate = 0 },
                "--seconds" => options with { Time = TimeSpan.FromSeconds(Number(value)) },
                "--rooms" => options with { Rooms = Number(value) },
                "--functions" => options with { Functions = value },
                "--json" => options with { JsonFile = value },
                "--require" => options with { Required = [.. options.Required, JoinsThreshold.Parse(value)] },
                var unknown => throw new FormatException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100_000
            ? number
            : throw new FormatException($"{text} is no number from 1 to 100,000.");
}
