using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// The room's log as this worker believes it to be: durable entries, one batch under way to the tables, and what waits behind
/// it. Pure: <see cref="RoomChat"/> does the talking. Sequence numbers are given when a batch is taken, so what a stale
/// sequence returns is simply numbered again.
/// </summary>
internal sealed class RoomLog(LogPage tail)
{
    public const int BatchSize = 50;

    /// <summary>At a batch per call to the tables, more than this would wait longer than its author does.</summary>
    public const int LongestQueue = 500;

    private readonly LogMemory _memory = new(tail.Entries, tail.LastSeq);
    private readonly LinkedList<PendingEntry> _waiting = new();
    private List<PendingEntry> _underWay = [];

    public LogMemory Memory => _memory;

    public bool IsFull => _waiting.Count >= LongestQueue;

    /// <summary>The same author has said this already, and it is on its way.</summary>
    public bool IsPending(EntryName name) =>
        _underWay.Any(entry => entry.Name == name) || _waiting.Any(entry => entry.Name == name);

    public void Add(PendingEntry entry) => _waiting.AddLast(entry);

    /// <summary>The next batch to append, numbered; empty while one is under way or when nothing waits.</summary>
    public IReadOnlyList<LogEntry> TakeBatch()
    {
        if (_underWay.Count > 0 || _waiting.Count == 0)
        {
            return [];
        }

        List<PendingEntry> batch = [];
        while (batch.Count < BatchSize && _waiting.First is { } first)
        {
            batch.Add(first.Value);
            _waiting.RemoveFirst();
        }

        _underWay = batch;
        return [.. batch.Select((entry, i) => entry.Numbered(_memory.LastSeq + 1 + i))];
    }

    /// <summary>The batch is durable. Returns its entries with those who said them, in order.</summary>
    public IReadOnlyList<Settled> Appended()
    {
        List<Settled> settled = [];
        foreach (var entry in _underWay)
        {
            var durable = entry.Numbered(_memory.LastSeq + 1);
            _memory.Add(durable);
            settled.Add(new(durable, entry));
        }

        _underWay = [];
        return settled;
    }

    /// <summary>
    /// After a stale sequence: takes over what the log has beyond this worker's belief. Entries of ours among it were stored by
    /// an earlier call whose answer got lost; they are settled, not appended again. The rest of the batch waits again, first.
    /// </summary>
    public IReadOnlyList<Settled> Merge(LogPage page)
    {
        foreach (var entry in _underWay.AsEnumerable().Reverse())
        {
            _waiting.AddFirst(entry);
        }

        _underWay = [];
        List<Settled> settled = [];
        foreach (var entry in page.Entries.Where(entry => entry.Seq > _memory.LastSeq))
        {
            _memory.Add(entry);
            settled.Add(new(entry, TakeWaiting(EntryName.Of(entry))));
        }

        return settled;
    }

    /// <summary>Gives up everything that is not known to be durable and returns it: its authors are told.</summary>
    public IReadOnlyList<PendingEntry> Refuse()
    {
        PendingEntry[] refused = [.. _underWay, .. _waiting];
        _underWay = [];
        _waiting.Clear();
        return refused;
    }

    private PendingEntry? TakeWaiting(EntryName name)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Name == name)
            {
                _waiting.Remove(node);
                return node.Value;
            }
        }

        return null;
    }

    /// <param name="Entry">In the log now.</param>
    /// <param name="Said">Who waits for the acknowledgement; null: nobody here.</param>
    internal readonly record struct Settled(LogEntry Entry, PendingEntry? Said);
}
