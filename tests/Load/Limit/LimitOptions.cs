using System.Globalization;

namespace Serverless.Load.Limit;

/// <summary>The command line of the comparison with the limit.</summary>
internal sealed record LimitOptions
{
    public const string Help = """
        usage: dotnet run -c Release --project tests/Load -- limit [options]

        The worker's CPU per delivered packet over that of a small C program that does nothing but fan out (tests/Benchmarks/limit),
        in turns in one run, so that both meet the same machine. Needs cc and the headers of OpenSSL 3 (Debian: gcc libssl-dev).

          --viewers N,N       default 200,500
          --pairs N           turns of each, default 10
          --seconds X         of a turn, default 2
          --spacing frames|even   one of them only
        """;

    public IReadOnlyList<int> Viewers { get; init; } = [200, 500];

    public int Pairs { get; init; } = 10;

    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(2);

    public IReadOnlyList<bool> Spread { get; init; } = [false, true];

    /// <exception cref="FormatException">With a message for people.</exception>
    public static LimitOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LimitOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count
                ? arguments[index + 1]
                : throw new FormatException($"{arguments[index]} needs a value.");
            options = arguments[index] switch
            {
                "--viewers" => options with { Viewers = [.. value.Split(',').Select(Number)] },
                "--pairs" => options with { Pairs = Number(value) },
                "--seconds" => options with { Turn = TimeSpan.FromSeconds(Number(value)) },
                "--spacing" when value is "frames" or "even" => options with { Spread = [value == "even"] },
                var unknown => throw new FormatException($"There is no option {unknown} {value}."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000
            ? number
            : throw new FormatException($"{text} is no number from 1 to 10,000.");
}
