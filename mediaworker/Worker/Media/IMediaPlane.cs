using Serverless.Contracts.Signaling;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Media;

/// <summary>The shards, as the rooms see them. Calls return when the owning shard has carried them out.</summary>
internal interface IMediaPlane
{
    /// <summary>Makes a transport and answers its offer. A key that has one gets a new one; the old ends when the new is up.</summary>
    Task<MediaAnswer> JoinAsync(MediaJoin join, CancellationToken cancellation);

    /// <summary>Answers a new offer on the transport that is there.</summary>
    Task<MediaAnswer> RenegotiateAsync(
        string connectionKey, string offer, IReadOnlyList<PublishSection> publish, CancellationToken cancellation);

    /// <summary>
    /// New credentials for the transport that is there; everything else agreed on stays (RFC 9725 §4.3.3). Null: no such transport.
    /// </summary>
    Task<IceRestart?> RestartIceAsync(string connectionKey, string ufrag, string password, CancellationToken cancellation);

    /// <summary>What the participant's tracks are; a source that is absent or muted leaves the slots.</summary>
    void SetTracks(string connectionKey, IReadOnlyList<TrackState> tracks);

    /// <summary>What the participant wants to see from now on. An unknown key is no error.</summary>
    void Watch(string connectionKey, WatchMessage wishes);

    /// <summary>What everybody in the room shall see, beside what they want; null: nothing any more. An unknown room is no error.</summary>
    void Pin(string roomId, PinnedTrack? track);

    /// <summary>What is counted for the transport that is there. Null: no such transport.</summary>
    Task<MediaStats?> StatsAsync(string connectionKey, CancellationToken cancellation);

    /// <summary>How much went over some transports of one room; those that are not there are left out.</summary>
    Task<IReadOnlyList<KeyValuePair<string, ParticipantTally>>> TallyAsync(
        IReadOnlyList<string> connectionKeys, CancellationToken cancellation);

    /// <summary>Ends the transport. An unknown key is no error.</summary>
    void Leave(string connectionKey);
}
