using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

internal static class Subprotocol
{
    public const string Json = "json.webpubsub.azure.v1";
    public const string ReliableJson = "json.reliable.webpubsub.azure.v1";

    /// <summary>
    /// What to speak, and the name that the handshake echoes. Of several, a connect handler's choice counts, and it may be
    /// a subprotocol of the application's own: to us that is a simple client. Otherwise it is the first one offered that
    /// we know. None offered is a simple client, too; only unknown ones offered is false, because a client fails on a
    /// handshake that selects nothing.
    /// </summary>
    public static bool TrySelect(
        IList<string> offered, string? chosen, out ClientProtocol protocol, out string? name)
    {
        name = string.IsNullOrEmpty(chosen) ? offered.FirstOrDefault(IsKnown) : chosen;
        protocol = name switch
        {
            Json => ClientProtocol.Json,
            ReliableJson => ClientProtocol.ReliableJson,
            _ => ClientProtocol.Simple,
        };
        return name is null ? offered.Count == 0 : offered.Contains(name);
    }

    private static bool IsKnown(string name) => name is Json or ReliableJson;
}
