using System.Globalization;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Log;

/// <summary>The room's log: rows <c>head</c> and <c>e-{seq}</c> in one partition, so a transaction covers both.</summary>
internal sealed class LogStore(ITableStore store)
{
    private const string HeadKey = "head";
    private const string EntryPrefix = "e-";

    private readonly ITable _table = store.Table("log");

    /// <returns>The sequence number of the newest entry, or <c>stale_epoch</c>, <c>stale_sequence</c>.</returns>
    public async Task<Outcome<LogHead>> AppendAsync(
        string roomId, AppendLogRequest batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await _table.ReadAsync(roomId, HeadKey, LogRows.Default.LogHead, cancellationToken);
            var head = stored?.Value ?? new LogHead(batch.Epoch, 0);
            if (batch.Epoch < head.Epoch)
            {
                return new Failure(409, ProblemCodes.StaleEpoch, $"The room is at epoch {head.Epoch}: let it go.");
            }

            if (batch.AfterSeq != head.LastSeq)
            {
                return new Failure(409, ProblemCodes.StaleSequence, $"The log is at {head.LastSeq}: read it again.");
            }

            var next = new LogHead(batch.Epoch, head.LastSeq + batch.Entries.Count);
            var body = LogRows.Default.LogHead.ToBody(next);
            var operations = new List<TableOperation>(batch.Entries.Count + 1)
            {
                stored is null
                    ? new TableOperation.Insert(HeadKey, body)
                    : new TableOperation.Replace(HeadKey, body, stored.ETag),
            };
            operations.AddRange(batch.Entries.Select(entry => new TableOperation.Insert(
                EntryKey(entry.Seq), SignalingJson.Default.LogEntry.ToBody(entry))));
            if ((await _table.TransactAsync(roomId, operations, cancellationToken)).Committed)
            {
                return next;
            }

            // Somebody moved the head: the next turn finds out whether that makes this batch stale.
        }
    }

    /// <summary>Before a session opens or moves: from here on the worker of an older epoch cannot write.</summary>
    public Task RaiseEpochAsync(string roomId, int epoch, CancellationToken cancellationToken) => _table.ChangeAsync(
        roomId,
        HeadKey,
        LogRows.Default.LogHead,
        head => head is null ? new LogHead(epoch, 0) : head.Epoch < epoch ? head with { Epoch = epoch } : null,
        cancellationToken);

    /// <summary>Entries behind <paramref name="after"/>, oldest first.</summary>
    public async Task<LogPage> ReadAsync(string roomId, long after, int limit, CancellationToken cancellationToken)
    {
        var last = await LastSeqAsync(roomId, cancellationToken);
        return await PageAsync(roomId, last, after, limit, cancellationToken);
    }

    /// <summary>The newest entries, oldest first.</summary>
    public async Task<LogPage> TailAsync(string roomId, int count, CancellationToken cancellationToken)
    {
        var last = await LastSeqAsync(roomId, cancellationToken);
        return await PageAsync(roomId, last, Math.Max(0, last - count), count, cancellationToken);
    }

    /// <summary>
    /// Takes away entries from the oldest on, up to the first that is newer. The head stays: numbers are never given twice.
    /// </summary>
    public async Task ForgetAsync(string roomId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await _table.ScanAsync(
                roomId, RowRange.Prefix(EntryPrefix), TableLimits.MaxOperations, cancellationToken);
            var old = rows.TakeWhile(row => SignalingJson.Default.LogEntry.FromBody(row.Body).At < before).ToArray();
            if (old.Length > 0)
            {
                await _table.TransactAsync(
                    roomId, [.. old.Select(row => new TableOperation.Delete(row.Key, row.ETag))], cancellationToken);
            }

            if (old.Length < TableLimits.MaxOperations)
            {
                return;
            }
        }
    }

    private static string EntryKey(long seq) => EntryPrefix + seq.ToString("D19", CultureInfo.InvariantCulture);

    private async Task<long> LastSeqAsync(string roomId, CancellationToken cancellationToken)
    {
        var head = await _table.ReadAsync(roomId, HeadKey, LogRows.Default.LogHead, cancellationToken);
        return head?.Value.LastSeq ?? 0;
    }

    private async Task<LogPage> PageAsync(
        string roomId, long last, long after, int limit, CancellationToken cancellationToken)
    {
        if (after >= last)
        {
            return new LogPage(last, []);
        }

        // Up to the head that was read: what is appended meanwhile belongs to the next page.
        var range = new RowRange(EntryKey(after + 1), EntryKey(last + 1));
        var rows = await _table.ScanAsync(roomId, range, limit, cancellationToken);
        return new LogPage(last, [.. rows.Select(row => SignalingJson.Default.LogEntry.FromBody(row.Body))]);
    }
}
