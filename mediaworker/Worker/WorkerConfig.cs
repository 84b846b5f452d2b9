using System.Globalization;
using System.Net;

namespace Serverless.Worker;

/// <summary>Reads <see cref="WorkerOptions"/> from configuration: section Worker, so Worker__FunctionsUrl in the environment.</summary>
internal static class WorkerConfig
{
    /// <exception cref="ArgumentException">A value is missing or cannot be read; the message names it.</exception>
    public static WorkerOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Worker");
        var defaults = new WorkerOptions
        {
            WorkerId = section["WorkerId"] ?? Environment.MachineName,
            InternalUrl = Url("InternalUrl"),
            FunctionsUrl = Url("FunctionsUrl"),
            WorkerKey = Required("WorkerKey"),
            AdvertisedAddresses =
                [.. Required("AdvertisedAddresses").Split(',', Separators).Select(text => Address("AdvertisedAddresses", text))],
        };
        return defaults with
        {
            UdpBindAddress = section["UdpBindAddress"] is { } bind ? Address("UdpBindAddress", bind) : defaults.UdpBindAddress,
            BaseUdpPort = Number("BaseUdpPort") ?? defaults.BaseUdpPort,
            TcpPort = Number("TcpPort") ?? defaults.TcpPort,
            Shards = Number("Shards") ?? defaults.Shards,
            ProcessorGcm = Flag("ProcessorGcm") ?? defaults.ProcessorGcm,
            Capacity = Number("Capacity") ?? defaults.Capacity,
            DrainLimit = Number("DrainSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : defaults.DrainLimit,
        };

        string Required(string name) => section[name] is { Length: > 0 } value
            ? value
            : throw new ArgumentException($"The worker cannot start: Worker__{name} is not set.");

        Uri Url(string name) => Uri.TryCreate(Required(name), UriKind.Absolute, out var url)
            ? url
            : throw new ArgumentException($"The worker cannot start: Worker__{name} is no absolute address.");

        int? Number(string name) => section[name] is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException($"The worker cannot start: Worker__{name} is no number.");

        bool? Flag(string name) => section[name] is not { } text ? null
            : bool.TryParse(text, out var flag) ? flag
            : throw new ArgumentException($"The worker cannot start: Worker__{name} is neither true nor false.");
    }

    private const StringSplitOptions Separators = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static IPAddress Address(string name, string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new ArgumentException($"The worker cannot start: Worker__{name} has '{text}', which is no IP address.");
}
