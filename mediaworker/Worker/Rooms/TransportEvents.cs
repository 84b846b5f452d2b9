using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// What the shards say of a room's transports, carried to the room's loop. A shard may speak of a transport whose join is
/// still under way, and of one whose participation is over.
/// </summary>
internal sealed class TransportEvents(RoomLoop loop, RoomParts parts, RoomLife life)
{
    public void Connected(string key) => loop.Post(() =>
    {
        foreach (var join in parts.Doorway.UnderWay(key))
        {
            join.Connected = true;
        }

        if (parts.Roster.Find(key) is { } member)
        {
            parts.Media.ConnectionIs(member, ConnectionState.Connected);
        }
    });

    public void Silent(string key) => loop.Post(() =>
    {
        if (life.Handover is null
            && parts.Roster.Find(key) is { Participant.Connection: ConnectionState.Connected } member)
        {
            parts.Media.ConnectionIs(member, ConnectionState.Reconnecting);
        }
    });

    public void Gone(string key) => loop.Post(() =>
    {
        // While a resume is under way, the transport that went is the one it replaces.
        if (parts.Roster.Find(key) is not { } member || parts.Doorway.UnderWay(key).Any())
        {
            return;
        }

        if (life.Handover is { } handover)
        {
            handover.Gone(member);
        }
        else
        {
            parts.Doorway.Exit(member, LeaveReason.ConnectionLost, tell: true);
        }
    });

    public void SlotsChanged(string key, IReadOnlyList<SlotAssignment> slots) => loop.Post(() =>
    {
        foreach (var join in parts.Doorway.UnderWay(key))
        {
            join.Slots = slots;
        }

        if (parts.Roster.Find(key) is { } member)
        {
            parts.Statements.SlotsChanged(member, slots);
        }
    });

    /// <summary>Other layers of one of the participant's tracks are watched now.</summary>
    public void LayersWanted(string key, WantedLayers track) => loop.Post(() =>
    {
        foreach (var join in parts.Doorway.UnderWay(key))
        {
            join.Layers[track.Source] = track;
        }

        if (parts.Roster.Find(key) is { } member)
        {
            parts.Statements.LayersWanted(member, track);
        }
    });
}
