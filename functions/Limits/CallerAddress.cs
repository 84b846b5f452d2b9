using System.Net;
using System.Net.Sockets;

namespace Serverless.Functions.Limits;

/// <summary>Who calls, as far as the network knows.</summary>
internal static class CallerAddress
{
    private const int MaxHeader = 2_048;

    /// <returns>null: this machine itself, which nobody needs to be protected from.</returns>
    public static string? Of(HttpContext http, int trustedHops)
    {
        var address = trustedHops > 0
            ? Forwarded(http.Request.Headers["X-Forwarded-For"].ToString(), trustedHops) ?? http.Connection.RemoteIpAddress
            : http.Connection.RemoteIpAddress;
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
        // Azure's front end adds the port.
        return entry is not null && IPEndPoint.TryParse(entry, out var endpoint) ? endpoint.Address : null;
    }

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
