namespace Serverless.Rtc.Sfu;

/// <summary>What the engine tells its owner. An implementation queues and returns; it never calls back into the engine.</summary>
public interface IMediaEngineEvents
{
    /// <summary>ICE and DTLS are up, or a silent participant is heard again.</summary>
    void Connected(string roomId, string key);

    /// <summary>Nothing heard for 5 s.</summary>
    void Silent(string roomId, string key);

    /// <summary>Gone for good; the engine has forgotten it.</summary>
    void Gone(string roomId, string key);

    /// <summary>All of the participant's slots, after a change.</summary>
    void SlotsChanged(string roomId, string key, IReadOnlyList<SlotState> slots);

    /// <summary>
    /// Which layers of a participant's track somebody watches, for its publisher to send no others. Raised once for a track with
    /// layers, then at once when a further layer is wanted, and two seconds after one is no longer.
    /// </summary>
    void LayersWanted(string roomId, string key, WantedLayers wanted);
}
