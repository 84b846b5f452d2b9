using System.Net;
using System.Net.Sockets;

namespace Serverless.Functions.Webhooks;

/// <summary>
/// Opens connections to customers' addresses. The check is here, on the very addresses that are connected to: a name that was
/// public when it was looked at may be something else a moment later.
/// </summary>
/// <param name="allowed">Networks that are allowed although they are not public.</param>
/// <param name="resolve">DNS.</param>
internal sealed class GuardedConnect(
    IReadOnlyList<IPNetwork> allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="RefusedTargetException">An address of the host is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await resolve(target.Host, cancellationToken);
        // All of them: whoever owns the name chooses what is tried first.
        if (addresses.Length == 0 || !addresses.All(IsAllowed))
        {
            throw new RefusedTargetException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public bool IsAllowed(IPAddress address)
    {
        var plain = PublicAddress.Plain(address);
        return PublicAddress.IsPublic(plain) || allowed.Any(network => network.Contains(plain));
    }
}

/// <summary>The target is in a network that webhooks do not reach.</summary>
internal sealed class RefusedTargetException() : IOException("The address is not public.");
