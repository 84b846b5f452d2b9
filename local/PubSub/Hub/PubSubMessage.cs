using Serverless.Local.PubSub.Wire;

namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// One published message, shared by everybody who receives it. The envelope is serialised once, without its closing
/// brace; each connection appends its own end, so a fan-out to thousands costs a copy each and no serialisation.
/// </summary>
internal sealed class PubSubMessage
{
    private PubSubMessage(MessageData data, ReadOnlyMemory<byte> envelope, DateTimeOffset? expires)
    {
        Data = data;
        Expires = expires;
        Envelope = envelope;
    }

    public MessageData Data { get; }

    /// <summary>JSON without the closing brace.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>A client that has not taken it by then is spared it. Null: never.</summary>
    public DateTimeOffset? Expires { get; }

    public static PubSubMessage FromGroup(
        string group, string? fromUserId, MessageData data, DateTimeOffset? expires = null) =>
        new(data, MessageEnvelope.FromGroup(group, fromUserId, data), expires);

    public static PubSubMessage FromServer(MessageData data, DateTimeOffset? expires = null) =>
        new(data, MessageEnvelope.FromServer(data), expires);
}
