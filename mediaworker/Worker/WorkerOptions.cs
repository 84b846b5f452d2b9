using System.Net;
using System.Text;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker;

/// <summary>What a worker has to know before it starts. See docs of each member; <see cref="Validate"/> checks them all.</summary>
public sealed record WorkerOptions
{
    /// <summary>Unique among the workers that share functions; 1 to 100 characters.</summary>
    public required string WorkerId { get; init; }

    /// <summary>Where functions reach this worker's internal HTTP.</summary>
    public required Uri InternalUrl { get; init; }

    /// <summary>Base address of functions.</summary>
    public required Uri FunctionsUrl { get; init; }

    /// <summary>Shared with functions; its UTF-8 bytes, at least 32, are the HS256 key of tickets and internal calls.</summary>
    public required string WorkerKey { get; init; }

    /// <summary>The local address of the media sockets.</summary>
    public IPAddress UdpBindAddress { get; init; } = IPAddress.Any;

    /// <summary>The addresses clients send media to: the candidates of every answer.</summary>
    public required IReadOnlyList<IPAddress> AdvertisedAddresses { get; init; }

    /// <summary>Shard n listens on this port + n; zero lets the system choose.</summary>
    public int BaseUdpPort { get; init; } = 40000;

    /// <summary>
    /// Clients whose network blocks UDP connect here (ICE-TCP, RFC 6544), one port for all shards; best 443, which firewalls let
    /// pass. Null: UDP only. Zero lets the system choose.
    /// </summary>
    public int? TcpPort { get; init; }

    /// <summary>Threads, each with its own UDP port; at most 64.</summary>
    public int Shards { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Encrypt with the processor's own instructions where it has them; false: always by OpenSSL.</summary>
    public bool ProcessorGcm { get; init; } = true;

    /// <summary>Participants this worker takes at most.</summary>
    public int Capacity { get; init; } = 2000;

    /// <summary>Rehearse a room before taking any, so that the first people are served as fast as those after them; about a second.</summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>
    /// How long a stopping worker forwards media while its participants resume on others; zero: it goes at once. The
    /// orchestrator's grace period must be some seconds longer.
    /// </summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">Names everything that is wrong.</exception>
    public void Validate()
    {
        List<string> wrong = [];
        Check(WorkerId is { Length: >= 1 and <= 100 }, "WorkerId must have 1 to 100 characters.");
        Check(IsHttp(InternalUrl), "InternalUrl must be an absolute http or https address.");
        Check(IsHttp(FunctionsUrl), "FunctionsUrl must be an absolute http or https address.");
        Check(
            WorkerKey is not null && Encoding.UTF8.GetByteCount(WorkerKey) >= 32,
            "WorkerKey must have at least 32 bytes; functions need the same one.");
        Check(UdpBindAddress is not null, "UdpBindAddress must be an IP address.");
        Check(AdvertisedAddresses is { Count: > 0 }, "AdvertisedAddresses must name at least one IP address.");
        Check(
            AdvertisedAddresses is null || !AdvertisedAddresses.Any(IsUnspecified),
            "AdvertisedAddresses must be addresses that clients can send to, not 0.0.0.0 or ::.");
        Check(Shards is >= 1 and <= ShardTag.MaximumShards, $"Shards must be from 1 to {ShardTag.MaximumShards}.");
        Check(BaseUdpPort is 0 or (>= 1024 and <= 65535 - 256), "BaseUdpPort must be 0 or from 1024 to 65279.");
        Check(TcpPort is null or (>= 0 and <= 65535), "TcpPort must be from 0 to 65535.");
        Check(Capacity is >= 1 and <= 100_000, "Capacity must be from 1 to 100,000.");
        Check(
            DrainLimit >= TimeSpan.Zero && DrainLimit <= TimeSpan.FromHours(1),
            "DrainLimit must be from 0 seconds to 1 hour.");
        if (wrong.Count > 0)
        {
            throw new ArgumentException("The worker cannot start: " + string.Join(' ', wrong));
        }

        void Check(bool holds, string message)
        {
            if (!holds)
            {
                wrong.Add(message);
            }
        }
    }

    private static bool IsHttp(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
