using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>Gathers what happened and sends it as frames: numbered, merged, at the pace of <see cref="FeedPacer"/>.</summary>
internal sealed class RoomFeed(int epoch, RoomOutbox outbox)
{
    /// <summary>Entries in one frame, if <see cref="FrameShare"/> lets that many through.</summary>
    public const int EntriesPerFrame = 50;

    /// <summary>More than this unsent: the oldest are left to those who read the log, which the gap in seq makes them do.</summary>
    public const int LongestBacklog = 200;

    private readonly FeedPacer _pacer = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));
    private readonly Queue<LogEntry> _entries = new();
    private readonly RosterChanges _changes = new();
    private int _audience;

    /// <summary>Number of the last frame sent.</summary>
    public long Frame { get; private set; }

    /// <summary>What a moderator pinned for everybody.</summary>
    public PinnedTrack? Pinned { get; private set; }

    public TimeSpan? NextDue => _pacer.NextDue;

    /// <param name="entries">Durable ones (rule FD4).</param>
    public void Add(IEnumerable<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Enqueue(entry);
            _pacer.News();
        }

        while (_entries.Count > LongestBacklog)
        {
            _entries.Dequeue();
        }
    }

    public void Add(RosterChange? change, int audience)
    {
        if (change is not null)
        {
            _changes.Add(change);
            _pacer.News();
        }

        if (audience != _audience)
        {
            _audience = audience;
            _pacer.CountChanged();
        }
    }

    public void Pin(PinnedTrack? track)
    {
        Pinned = track;
        _pacer.News();
    }

    /// <summary>Sends the frame that is due, if one is.</summary>
    public void Advance(TimeSpan now, long lastSeq)
    {
        if (!_pacer.TryTake(now))
        {
            return;
        }

        var entries = FrameShare.Of(_entries, EntriesPerFrame);
        for (var i = 0; i < entries.Count; i++)
        {
            _entries.Dequeue();
        }

        if (_entries.Count > 0)
        {
            _pacer.News();
        }

        outbox.ToAll(new FeedMessage
        {
            Epoch = epoch,
            Frame = ++Frame,
            LastSeq = lastSeq,
            Entries = entries,
            Roster = _changes.Take(),
            Audience = _audience,
            Pinned = Pinned,
        });
    }
}
