using System.Net;
using System.Net.Sockets;

namespace Serverless.Local;

internal static class FreePort
{
    /// <summary>The wanted port, or a free one for zero. Parts name each other's addresses, so ports are known before they start.</summary>
    public static int Or(int wanted)
    {
        if (wanted != 0)
        {
            return wanted;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
