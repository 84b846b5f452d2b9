namespace Serverless.Local.PubSub.Hub;

internal enum ClientProtocol
{
    /// <summary>A plain WebSocket: payloads without an envelope, no acks, no recovery.</summary>
    Simple,

    /// <summary>json.webpubsub.azure.v1.</summary>
    Json,

    /// <summary>json.reliable.webpubsub.azure.v1: sequence ids, acknowledgement, recovery.</summary>
    ReliableJson,
}
