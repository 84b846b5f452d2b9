using System.Net;

namespace Serverless.Worker.Media;

/// <summary>Where media comes in.</summary>
public sealed record MediaOptions
{
    /// <summary>Local address of the sockets.</summary>
    public required IPAddress BindAddress { get; init; }

    /// <summary>What clients are told, preferred first; behind 1:1 NAT these are the public ones.</summary>
    public required IReadOnlyList<IPAddress> AdvertisedAddresses { get; init; }

    /// <summary>UDP port of the first shard; each further one takes the next. Zero lets the system choose.</summary>
    public int BasePort { get; init; } = 40000;

    /// <summary>Threads, each with its own port and its own rooms.</summary>
    public int Shards { get; init; } = 1;
}
