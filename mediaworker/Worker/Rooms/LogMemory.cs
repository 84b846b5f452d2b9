using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>The newest durable entries, and the names of more of them.</summary>
internal sealed class LogMemory
{
    public const int Entries = 200;

    /// <summary>A client repeats a message within seconds; this many entries later it is a new one.</summary>
    public const int Names = 2000;

    private readonly Queue<LogEntry> _entries = new();
    private readonly Queue<EntryName> _order = new();
    private readonly Dictionary<EntryName, long> _seqByName = [];

    /// <summary>0: the log is empty.</summary>
    public long LastSeq { get; private set; }

    /// <param name="tail">Newest entries at the opening of the room.</param>
    public LogMemory(IReadOnlyList<LogEntry> tail, long lastSeq)
    {
        foreach (var entry in tail)
        {
            Add(entry);
        }

        LastSeq = lastSeq;
    }

    public long? SeqOf(EntryName name) => _seqByName.TryGetValue(name, out var seq) ? seq : null;

    public void Add(LogEntry entry)
    {
        LastSeq = entry.Seq;
        _entries.Enqueue(entry);
        if (_entries.Count > Entries)
        {
            _entries.Dequeue();
        }

        var name = EntryName.Of(entry);
        if (_seqByName.TryAdd(name, entry.Seq))
        {
            _order.Enqueue(name);
            if (_order.Count > Names)
            {
                _seqByName.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<LogEntry> Newest(int count) => [.. _entries.TakeLast(count)];

    /// <summary>Everything after <paramref name="seq"/> that is remembered, oldest first.</summary>
    public IReadOnlyList<LogEntry> After(long seq) => [.. _entries.Where(entry => entry.Seq > seq)];

    /// <summary>Whether <see cref="After"/> misses nothing.</summary>
    public bool Covers(long afterSeq) =>
        afterSeq >= LastSeq || (_entries.TryPeek(out var oldest) && oldest.Seq <= afterSeq + 1);
}
