using System.Globalization;
using Serverless.Load.Measure;
using Serverless.Load.Rest;
using Serverless.Load.Scenarios;
using Serverless.Rtc.Sdp;

namespace Serverless.Load;

/// <summary>The command line of the load generator.</summary>
internal sealed record LoadOptions
{
    public required Preset Preset { get; init; }

    /// <summary>Start a system of its own on this machine.</summary>
    public bool Local { get; init; }

    /// <summary>A system that runs; with <see cref="Token"/>, or <see cref="ApiKey"/> and <see cref="Secret"/>.</summary>
    public Uri? Url { get; init; }

    public string? ApiKey { get; init; }

    public string? Secret { get; init; }

    public string? Token { get; init; }

    /// <summary>Null: a new one is made.</summary>
    public string? Room { get; init; }

    public JoinVia Via { get; init; } = JoinVia.Join;

    /// <summary>Viewers send transport-wide feedback.</summary>
    public bool TellArrivals { get; init; } = true;

    /// <summary>One of so many viewers decrypts and measures the delay.</summary>
    public int Sample { get; init; } = 20;

    public int Threads { get; init; } = 1;

    /// <summary>Participants share sockets, under loopback addresses of their own.</summary>
    public bool SharesSockets { get; init; }

    /// <summary>Threads of the worker that <see cref="Local"/> starts.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>After a measurement that kept every <see cref="Required"/>, so many more viewers join for the next; zero: one measurement.</summary>
    public int Grow { get; init; }

    /// <summary>With <see cref="Grow"/>: no more viewers than these.</summary>
    public int GrowTo { get; init; } = 5000;

    /// <summary>Length of the measurement.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Seconds in which other machines took more of this one do not count.</summary>
    public double MaximumSteal { get; init; } = 1;

    /// <summary>The worker's process on this machine; known by itself with <see cref="Local"/>.</summary>
    public int? WorkerProcess { get; init; }

    /// <summary>Where the worker shows its <c>/metrics</c>; known by itself with <see cref="Local"/>.</summary>
    public Uri? WorkerMetrics { get; init; }

    public string? JsonFile { get; init; }

    public IReadOnlyList<Threshold> Required { get; init; } = [];

    /// <exception cref="FormatException">With a message for people.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || Preset.Find(arguments[0]) is not { } preset)
        {
            throw new FormatException($"Name a preset first: {string.Join(", ", Preset.All.Select(each => each.Name))}.");
        }

        var options = new LoadOptions { Preset = preset };
        for (var index = 1; index < arguments.Count; index++)
        {
            var name = arguments[index];
            options = name switch
            {
                "--local" => options with { Local = true },
                "--simulcast" => options with { Preset = options.Preset with { Simulcast = true } },
                _ => options.With(name, ++index < arguments.Count
                    ? arguments[index]
                    : throw new FormatException($"{name} needs a value, or there is no such option.")),
            };
        }

        return options.Checked();
    }

    /// <summary>In the room at a time at most, with some who leave and are not yet gone.</summary>
    public int People =>
        ((Preset.Hosts + Math.Max(Preset.Viewers, Grow > 0 ? GrowTo : 0) + Preset.Early) * (Preset.ChurnPerSecond > 0 ? 2 : 1)) + Preset.Rehearsal + 100;

    private LoadOptions With(string name, string value) => name switch
    {
        "--url" => this with { Url = Address(name, value) },
        "--worker-url" => this with { WorkerMetrics = Address(name, value) },
        "--api-key" => this with { ApiKey = value },
        "--secret" => this with { Secret = value },
        "--token" => this with { Token = value },
        "--room" => this with { Room = value },
        "--via" => this with
        {
            Via = value switch
            {
                "join" => JoinVia.Join,
                "whip" => JoinVia.Whip,
                _ => throw new FormatException("--via is join or whip."),
            },
        },
        "--feedback" => this with
        {
            TellArrivals = value switch
            {
                "twcc" => true,
                "none" => false,
                _ => throw new FormatException("--feedback is twcc or none."),
            },
        },
        "--grow" => this with { Grow = Count(name, value) },
        "--grow-to" => this with { GrowTo = Count(name, value) },
        "--sockets" => this with
        {
            SharesSockets = value switch
            {
                "own" => false,
                "shared" => true,
                _ => throw new FormatException("--sockets is own or shared."),
            },
        },
        "--shards" => this with { Shards = Count(name, value) },
        "--sample" => this with { Sample = Count(name, value) },
        "--threads" => this with { Threads = Count(name, value) },
        "--seconds" => this with { Duration = TimeSpan.FromSeconds(Number(name, value)) },
        "--max-steal" => this with { MaximumSteal = Number(name, value) / 100 },
        "--worker-pid" => this with { WorkerProcess = Count(name, value) },
        "--json" => this with { JsonFile = value },
        "--require" => this with { Required = [.. Required, Threshold.Parse(value)] },
        _ => this with { Preset = With(Preset, name, value) },
    };

    private static Preset With(Preset preset, string name, string value) => name switch
    {
        "--viewers" => preset with { Viewers = Count(name, value) },
        "--hosts" => preset with { Hosts = Count(name, value), Cameras = Math.Min(preset.Cameras, Count(name, value)) },
        "--cameras" => preset with { Cameras = (int)Number(name, value) },
        "--voices" => preset with { Voices = Number(name, value) },
        "--audio-slots" => preset with { AudioSlots = (int)Number(name, value) },
        "--video-slots" => preset with { VideoSlots = (int)Number(name, value) },
        "--kbps" => preset with { Kbps = Number(name, value) },
        "--fps" => preset with { FramesPerSecond = Number(name, value) },
        "--codec" => preset with
        {
            Picture = value switch
            {
                "vp8" => ClientCodecs.Vp8,
                "h264" => ClientCodecs.H264,
                _ => throw new FormatException("--codec is vp8 or h264."),
            },
        },
        "--spacing" => preset with
        {
            Spread = value switch
            {
                "frames" => false,
                "even" => true,
                _ => throw new FormatException("--spacing is frames or even."),
            },
        },
        "--join-rate" => preset with { JoinsPerSecond = Number(name, value) },
        "--burst" => preset with { Burst = TimeSpan.FromSeconds(Number(name, value)) },
        "--rehearse" => preset with { Rehearsal = (int)Number(name, value) },
        "--early" => preset with { Early = (int)Number(name, value) },
        "--churn" => preset with { ChurnPerSecond = Number(name, value) },
        _ => throw new FormatException($"There is no option {name}."),
    };

    private LoadOptions Checked()
    {
        var hasKey = ApiKey is not null && Secret is not null;
        return Local == (Url is not null) ? throw new FormatException("Say either --local or --url.")
            : Url is not null && Token is null && !hasKey
                ? throw new FormatException("--url needs --token, or --api-key and --secret.")
            : Token is not null && Room is null && !hasKey && !Local
                ? throw new FormatException("--token alone may not make rooms: name one with --room.")
            : Grow > 0 && Required.Count == 0 ? throw new FormatException("--grow needs --require: what ends it.")
            : Duration < TimeSpan.FromSeconds(1) ? throw new FormatException("--seconds is at least 1.")
            : Preset.Cameras > Preset.Hosts ? throw new FormatException("--cameras are at most as many as --hosts.")
            : this;
    }

    private static Uri Address(string name, string value) =>
        Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new FormatException($"{name} needs an absolute http or https address.");

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000_000
            ? number
            : throw new FormatException($"{name} needs a number from 1 on.");

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} needs a number.");
}
