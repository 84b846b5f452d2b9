using Serverless.Functions.Storage;

namespace Serverless.Functions.Rooms;

internal sealed class RoomStore(ITableStore store)
{
    private const string RoomKey = "room";

    private readonly ITable _rooms = store.Table("rooms");
    private readonly ITable _names = store.Table("roomnames");

    /// <summary>By roomId, customRoomId or id, in this order; null also where the room is another tenant's.</summary>
    public async Task<Room?> FindAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (id.Length > RoomRules.MaxCustomRoomIdLength)
        {
            return null;
        }

        if (await GetAsync(id, cancellationToken) is { } room && room.TenantId == tenantId)
        {
            return room;
        }

        var name = await _names.ReadAsync(tenantId, TableKey.Of(id), RoomRows.Default.RoomName, cancellationToken);
        var byName = name?.Value.RoomId ?? (id.StartsWith(Room.IdPrefix, StringComparison.Ordinal)
            ? id[Room.IdPrefix.Length..]
            : null);
        return byName is not null && await GetAsync(byName, cancellationToken) is { } named && named.TenantId == tenantId
            ? named
            : null;
    }

    /// <summary>Whose ever it is.</summary>
    public async Task<Room?> GetAsync(string roomId, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(roomId))
        {
            return null;
        }

        var row = await _rooms.ReadAsync(roomId, RoomKey, RoomRows.Default.Room, cancellationToken);
        return row?.Value;
    }

    /// <summary>
    /// The room as stored: this one, or the one that took the name first. The name is claimed before the room is written;
    /// a crash between the two leaves a name without a room, and the next caller writes the room under the claimed id.
    /// </summary>
    public async Task<Room> AddAsync(Room room, CancellationToken cancellationToken)
    {
        if (room.CustomRoomId is { } customId)
        {
            var key = TableKey.Of(customId);
            var claim = new RoomName(room.RoomId);
            var (before, _) = await _names.ChangeAsync(
                room.TenantId, key, RoomRows.Default.RoomName, name => name is null ? claim : null, cancellationToken);
            room = before is null ? room : room with { RoomId = before.RoomId };
        }

        var (_, stored) = await _rooms.ChangeAsync(
            room.RoomId, RoomKey, RoomRows.Default.Room, old => old is null ? room : null, cancellationToken);
        return stored ?? room;
    }

    public async Task<Room> SetDisabledAsync(
        Room room, bool disabled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (_, stored) = await _rooms.ChangeAsync(
            room.RoomId,
            RoomKey,
            RoomRows.Default.Room,
            old => old is not null && old.Disabled != disabled ? old with { Disabled = disabled, UpdatedAt = now } : null,
            cancellationToken);
        return stored ?? room;
    }
}
