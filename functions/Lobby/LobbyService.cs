using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Rooms;
using Serverless.Functions.Sessions;
using Serverless.Functions.Storage;
using Serverless.Functions.Tokens;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Lobby;

/// <summary>JN7: who holds only <c>ask_join</c> waits here until a moderator decides.</summary>
internal sealed class LobbyService(
    ITableStore store, LobbyPlaces places, OccupancyStore occupancies, WorkerRegistry workers, WorkerClient client, ISecrets secrets,
    TimeProvider time)
{
    public const int RetryAfterSeconds = 2;

    private const int FullRetrySeconds = 10;

    /// <summary>A moderator who comes later hears of those already waiting by this repetition.</summary>
    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(10);

    private readonly ITable _table = store.Table("entries");

    /// <returns>The entry as it stands, a new one without <paramref name="entryId"/>; <c>entry_denied</c>.</returns>
    public async Task<Outcome<LobbyEntry>> KnockAsync(
        Room room, ApiCaller caller, string? entryId, string displayName, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (entryId is null)
        {
            var entry = new LobbyEntry(
                $"e-{secrets.Letters(16)}", displayName, EntryState.Requested, now, now, caller.ParticipantId);
            if (!await places.TryAddAsync(room.RoomId, entry, cancellationToken))
            {
                return Full;
            }

            await AnnounceAsync(room.RoomId, entry, cancellationToken);
            return entry;
        }

        if (await FindAsync(room.RoomId, entryId, cancellationToken) is not { } known
            || known.ParticipantId != caller.ParticipantId)
        {
            return NotFound;
        }

        if (known.State == EntryState.Denied)
        {
            return Failures.Forbidden(ProblemCodes.EntryDenied, "A moderator refused the entry.");
        }

        return known.State == EntryState.Requested && now - known.AnnouncedAt >= AnnounceEvery
            ? await RepeatAsync(room.RoomId, known, now, cancellationToken)
            : known;
    }

    /// <summary>
    /// An allowed entry admits one person: the one its token names, as often as they reload, or else the first who comes.
    /// </summary>
    /// <returns>false: somebody else was first.</returns>
    public async Task<bool> TakeAsync(string roomId, LobbyEntry entry, CancellationToken cancellationToken)
    {
        if (entry.ParticipantId is not null)
        {
            return true;
        }

        var (before, _) = await _table.ChangeAsync(
            roomId, entry.EntryId, LobbyRows.Default.LobbyEntry,
            old => old is { Taken: false } ? old with { Taken = true } : null, cancellationToken);
        return before is { Taken: false };
    }

    /// <summary>The join failed: the entry may be used again.</summary>
    public Task GiveBackAsync(string roomId, LobbyEntry entry, CancellationToken cancellationToken) =>
        _table.ChangeAsync(
            roomId, entry.EntryId, LobbyRows.Default.LobbyEntry,
            old => old is { Taken: true } ? old with { Taken = false } : null, cancellationToken);

    /// <returns>The decided entry. The first decision stays.</returns>
    public async Task<Outcome<LobbyEntry>> RespondAsync(
        Room room, string entryId, EntryState decision, CancellationToken cancellationToken)
    {
        if (await FindAsync(room.RoomId, entryId, cancellationToken) is null)
        {
            return NotFound;
        }

        var (before, after) = await _table.ChangeAsync(
            room.RoomId,
            entryId,
            LobbyRows.Default.LobbyEntry,
            entry => entry is { State: EntryState.Requested } ? entry with { State = decision } : null,
            cancellationToken);
        if (before != after)
        {
            await AnnounceAsync(room.RoomId, after!, cancellationToken);
        }

        return after!;
    }

    /// <summary>Entries whose time is over.</summary>
    public Task ForgetOldAsync(string roomId, CancellationToken cancellationToken) =>
        places.ForgetOldAsync(roomId, cancellationToken);

    private static Failure Full { get; } = new(
        429, ProblemCodes.LobbyFull, "Too many people ask to be let in at the moment. Try again.", FullRetrySeconds);

    private static Failure NotFound { get; } = new(
        404, ProblemCodes.NotFound, "There is no such entry. Ask again without an entryId.");

    private async Task<LobbyEntry?> FindAsync(string roomId, string entryId, CancellationToken cancellationToken)
    {
        if (!TableKey.IsValid(entryId))
        {
            return null;
        }

        var row = await _table.ReadAsync(roomId, entryId, LobbyRows.Default.LobbyEntry, cancellationToken);
        return row is not null && time.GetUtcNow() - row.Value.CreatedAt < LobbyPlaces.Lifetime ? row.Value : null;
    }

    private async Task<LobbyEntry> RepeatAsync(
        string roomId, LobbyEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (before, after) = await _table.ChangeAsync(
            roomId,
            entry.EntryId,
            LobbyRows.Default.LobbyEntry,
            // Of several calls at the same time, one tells the moderators.
            old => old?.AnnouncedAt == entry.AnnouncedAt && old.State == EntryState.Requested
                ? old with { AnnouncedAt = now }
                : null,
            cancellationToken);
        if (before != after)
        {
            await AnnounceAsync(roomId, after!, cancellationToken);
        }

        return after ?? entry;
    }

    // Nobody to tell is no failure: the entry waits, and a moderator who comes is told by the repetition.
    private async Task AnnounceAsync(string roomId, LobbyEntry entry, CancellationToken cancellationToken)
    {
        var current = await occupancies.FindAsync(roomId, cancellationToken);
        if (current is { Value.Phase: not OccupancyPhase.Ended }
            && await workers.FindAsync(current.Value.WorkerId, cancellationToken) is { } worker)
        {
            var message = new EntryMessage(entry.EntryId, entry.DisplayName, entry.State);
            await client.ControlAsync(worker, roomId, new AnnounceEntryCommand(message), cancellationToken);
        }
    }
}
