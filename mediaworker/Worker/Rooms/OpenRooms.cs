using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Health;
using Serverless.Worker.Media;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The rooms of this worker by id, and the way of events from shards and link into their loops.</summary>
internal sealed class OpenRooms(Drops drops) : IMediaEvents, ISignalingEvents
{
    private const string Prefix = "room.";

    private readonly ConcurrentDictionary<string, RoomEntry> _rooms = new(StringComparer.Ordinal);

    public IEnumerable<LiveRoom> All => _rooms.Values.Select(entry => entry.Open).OfType<LiveRoom>();

    public int Participants => All.Sum(room => room.Participants);

    public IReadOnlyList<RoomReport> Report() =>
        [.. All.Select(room => new RoomReport(
            room.Identity.RoomId, room.Identity.SessionId, room.Identity.Epoch, room.Participants))];

    public RoomEntry GetOrAdd(string roomId, Func<RoomEntry> make) =>
        _rooms.GetOrAdd(roomId, static (_, make) => make(), make);

    /// <summary>Only this entry: another one of the same id stays.</summary>
    public void Remove(RoomEntry entry) => _rooms.TryRemove(new(entry.Identity.RoomId, entry));

    public LiveRoom? Find(string roomId) => _rooms.GetValueOrDefault(roomId)?.Open;

    public void Connected(string roomId, string connectionKey) => Find(roomId)?.Transports.Connected(connectionKey);

    public void Silent(string roomId, string connectionKey) => Find(roomId)?.Transports.Silent(connectionKey);

    public void Gone(string roomId, string connectionKey) => Find(roomId)?.Transports.Gone(connectionKey);

    public void SlotsChanged(string roomId, string connectionKey, IReadOnlyList<SlotAssignment> slots) =>
        Find(roomId)?.Transports.SlotsChanged(connectionKey, slots);

    public void LayersWanted(string roomId, string connectionKey, WantedLayers track) =>
        Find(roomId)?.Transports.LayersWanted(connectionKey, track);

    public void Received(string group, string? fromUserId, byte[] data)
    {
        if (TryGetRoomId(group, out var roomId) && Find(roomId) is { } room)
        {
            room.Receive(fromUserId, data);
        }
        else
        {
            drops.Count(DropReason.UnknownRoom);
        }
    }

    public void Reconnected()
    {
        foreach (var room in All)
        {
            room.LinkReconnected();
        }
    }

    private static bool TryGetRoomId(string group, [NotNullWhen(true)] out string? roomId)
    {
        var end = group.LastIndexOf('.');
        roomId = end > Prefix.Length && group.StartsWith(Prefix, StringComparison.Ordinal)
            ? group[Prefix.Length..end]
            : null;
        return roomId is not null && (group == Groups.Signaling(roomId) || group == Groups.Up(roomId));
    }
}
