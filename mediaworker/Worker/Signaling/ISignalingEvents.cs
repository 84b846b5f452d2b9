namespace Serverless.Worker.Signaling;

/// <summary>What the link tells the rooms. Called on the link's reading loop: an implementation queues and returns.</summary>
internal interface ISignalingEvents
{
    /// <param name="group">Where it was sent.</param>
    /// <param name="fromUserId">The sender as the service stamps it (rule SK2); null for what was sent by REST.</param>
    /// <param name="data">The message, JSON in UTF-8; the receiver owns the array.</param>
    void Received(string group, string? fromUserId, byte[] data);

    /// <summary>A new connection took the place of a lost one, and messages of clients may have been lost in between.</summary>
    void Reconnected();
}
