namespace Serverless.Worker.Rooms;

/// <summary>A room in the directory from the first join on, while it opens and while it is open.</summary>
internal sealed class RoomEntry(RoomIdentity identity, Func<RoomEntry, Task<LiveRoom?>> open)
{
    private readonly Lock _lock = new();
    private Task<LiveRoom?>? _room;

    public RoomIdentity Identity => identity;

    /// <summary>The open room, for those who do not wait.</summary>
    public LiveRoom? Open => Volatile.Read(ref _room) is { IsCompletedSuccessfully: true } room ? room.Result : null;

    /// <summary>Opens the room, once for all callers; null: it could not be opened.</summary>
    public Task<LiveRoom?> OpenAsync()
    {
        lock (_lock)
        {
            return _room ??= open(this);
        }
    }
}
