using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

internal static class Subprotocol
{
    public const string Json = "json.webpubsub.azure.v1";
    public const string ReliableJson = "json.reliable.webpubsub.azure.v1";

    /// <summary>
    /// The first one offered that we speak, echoed by <paramref name="name"/>. None offered is a simple client; only
    /// unknown ones offered is false, because a client fails on a handshake that selects nothing.
    /// </summary>
    public static bool TrySelect(IList<string> offered, out ClientProtocol protocol, out string? name)
    {
        foreach (var candidate in offered)
        {
            switch (candidate)
            {
                case Json:
                    (protocol, name) = (ClientProtocol.Json, candidate);
                    return true;
                case ReliableJson:
                    (protocol, name) = (ClientProtocol.ReliableJson, candidate);
                    return true;
            }
        }

        (protocol, name) = (ClientProtocol.Simple, null);
        return offered.Count == 0;
    }
}
