namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// One socket, seen from the hub, which calls it while holding its lock: every method returns at once and never calls
/// back into the hub.
/// </summary>
internal interface IClientTransport
{
    /// <summary>False when the queue is full: the client is too slow and has to go, as publishers never wait.</summary>
    bool TryEnqueue(OutboundFrame frame);

    /// <summary>Sends what is queued, then the close frame. Later frames are dropped.</summary>
    void Close(CloseReason reason);

    /// <summary>Drops the socket without a close frame.</summary>
    void Abort();
}
