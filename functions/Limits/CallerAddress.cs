using System.Net;
using System.Net.Sockets;
using Serverless.Functions.Webhooks;

namespace Serverless.Functions.Limits;

/// <summary>Who calls, as far as the network knows.</summary>
internal static class CallerAddress
{
    private const int MaxHeader = 2_048;

    /// <returns>null: this machine itself, which nobody needs to be protected from.</returns>
    public static string? Of(HttpContext http, int? trustedHops)
    {
        var header = http.Request.Headers["X-Forwarded-For"].ToString();
        var address = trustedHops switch
        {
            null => NearestPublic(header) ?? http.Connection.RemoteIpAddress,
            0 => http.Connection.RemoteIpAddress,
            { } hops => Forwarded(header, hops) ?? http.Connection.RemoteIpAddress,
        };
        return address is null || IPAddress.IsLoopback(address) ? null : Text(address);
    }

    /// <summary>The entry that the outermost trusted proxy wrote: the <paramref name="hops"/>th from the right.</summary>
    internal static IPAddress? Forwarded(string header, int hops)
    {
        if (header.Length > MaxHeader)
        {
            return null;
        }

        var entries = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // Fewer than there are proxies: one of them was left out, and the first is the nearest to the truth.
        var entry = entries.Length == 0 ? null : entries[Math.Max(0, entries.Length - hops)];
        return Parse(entry);
    }

    /// <summary>From the right, the first address on the public Internet; null: there is none.</summary>
    internal static IPAddress? NearestPublic(string header)
    {
        if (header.Length > MaxHeader)
        {
            return null;
        }

        return header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Reverse()
            .Select(Parse)
            .FirstOrDefault(address => address is not null && PublicAddress.IsPublic(address));
    }

    // Azure's front end adds the port.
    private static IPAddress? Parse(string? entry) =>
        entry is not null && IPEndPoint.TryParse(entry, out var endpoint) ? endpoint.Address : null;

    // A home has a whole /64, so a person could have as many addresses as they like.
    private static string Text(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
