using System.Net.WebSockets;

namespace Serverless.Local.PubSub.Sockets;

internal static class SocketFailure
{
    /// <summary>True for what a lost or aborted peer causes; anything else is a bug of ours.</summary>
    public static bool Is(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;
}
