using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Rooms;

/// <summary>The rooms of each tenant, newest first.</summary>
internal sealed class RoomList(ITableStore store)
{
    private readonly ITable _table = store.Table("roomlist");

    /// <summary>A room has one place in the list, so a repeat changes nothing.</summary>
    public Task AddAsync(Room room, CancellationToken cancellationToken) => _table.InsertAsync(
        room.TenantId,
        $"{NewestFirst.Key(room.CreatedAt)}-{room.RoomId}",
        RoomRows.Default.RoomListing.ToBody(new RoomListing(room.RoomId)),
        cancellationToken);

    public async Task<IReadOnlyList<string>> ReadAsync(string tenantId, CancellationToken cancellationToken)
    {
        var rooms = new List<string>();
        await foreach (var row in _table.RowsAsync(tenantId, RowRange.All, Paging.MaxListed, cancellationToken))
        {
            rooms.Add(RoomRows.Default.RoomListing.FromBody(row.Body).RoomId);
        }

        return rooms;
    }
}
