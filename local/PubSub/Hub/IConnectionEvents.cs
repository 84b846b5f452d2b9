namespace Serverless.Local.PubSub.Hub;

/// <summary>Who hears of one connection: its upstream, seen from the hub.</summary>
internal interface IConnectionEvents
{
    /// <summary>The session is open. Called under the hub's lock, so it returns at once.</summary>
    void HandleConnected();

    /// <summary>The session is over for good. Called under the hub's lock, so it returns at once.</summary>
    void HandleEnded(string reason);

    /// <summary>Waits for the answer, however long that takes; never throws.</summary>
    Task<EventOutcome> RaiseAsync(ClientFrame.Event clientEvent);
}
