using Microsoft.Extensions.Primitives;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>What a frame of a client without a subprotocol means; fixed by the query when it connects.</summary>
internal sealed class SimpleClientMode
{
    /// <summary>For clients with an envelope.</summary>
    public static readonly SimpleClientMode None = new(group: null, noEcho: false);

    private const string EventName = "message";

    private readonly string? _group;
    private readonly bool _noEcho;

    private SimpleClientMode(string? group, bool noEcho)
    {
        _group = group;
        _noEcho = noEcho;
    }

    public static bool TryParse(IQueryCollection query, out SimpleClientMode mode)
    {
        mode = None;
        var requested = query["webpubsub_mode"];
        if (StringValues.IsNullOrEmpty(requested) || Is(requested, "sendEvent"))
        {
            return true;
        }

        var group = (string?)query["group"] ?? string.Empty;
        if (!Is(requested, "sendToGroup") || !GroupName.IsValid(group))
        {
            return false;
        }

        mode = new SimpleClientMode(group, Is(query["noEcho"], "true"));
        return true;
    }

    public ClientFrame FrameOf(ReadOnlySpan<byte> payload, bool isBinary)
    {
        var data = new MessageData(isBinary ? DataType.Binary : DataType.Text, payload.ToArray());
        return _group is null
            ? new ClientFrame.Event(EventName, data, AckId: null)
            : new ClientFrame.SendToGroup(_group, data, _noEcho, AckId: null);
    }

    private static bool Is(StringValues value, string expected) =>
        string.Equals(value, expected, StringComparison.OrdinalIgnoreCase);
}
