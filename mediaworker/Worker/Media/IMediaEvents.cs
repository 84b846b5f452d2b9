using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Media;

/// <summary>What the shards tell the rooms. Called on shard threads: an implementation queues and returns.</summary>
internal interface IMediaEvents
{
    /// <summary>ICE and DTLS are up, or a silent transport is heard again.</summary>
    void Connected(string roomId, string connectionKey);

    /// <summary>Nothing valid heard for 5 s (rule PR2).</summary>
    void Silent(string roomId, string connectionKey);

    /// <summary>30 s of silence (rule PR3), a failed handshake, or the peer's close_notify. The transport is gone.</summary>
    void Gone(string roomId, string connectionKey);

    /// <summary>Other tracks play in this participant's slots now.</summary>
    void SlotsChanged(string roomId, string connectionKey, IReadOnlyList<SlotAssignment> slots);

    /// <summary>Which layers of one of this participant's tracks somebody watches now.</summary>
    void LayersWanted(string roomId, string connectionKey, WantedLayers track);
}
