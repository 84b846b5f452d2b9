using Serverless.Contracts.Internal;
using Serverless.Rtc.Sfu.Stats;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Tells functions how everybody's media went: all of a room in one call of at most 500 people, every 10 s, in large rooms every
/// minute. What could not be told is told with the next, as one longer stretch.
/// </summary>
internal sealed class QualityReporter(RoomContext context, Roster roster)
{
    /// <summary>In one call; functions take no more.</summary>
    public const int MostAtOnce = 500;

    /// <summary>Measured by a shard in one turn, between packets: some microseconds each.</summary>
    private const int MeasuredAtOnce = 50;

    /// <summary>Accounts that wait while functions are down; what goes beyond it is not counted.</summary>
    private const int MostAccounts = 5000;

    private const int FarewellAttempts = 3;

    /// <summary>People reported in a second, on average: each is a row that functions rewrite.</summary>
    private const int RowsPerSecond = 30;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, QualityAccount> _accounts = [];
    private TimeSpan _due = Shortest;
    private int _lastLooks;
    private int _failures;
    private bool _busy;
    private bool _isLast;

    public TimeSpan? NextDue
    {
        get
        {
            var hasWork = _isLast ? _lastLooks == 0 && !IsIdle : _accounts.Count > 0 || roster.Count > 0;
            return hasWork && !_busy ? _due : null;
        }
    }

    /// <summary>After <see cref="Finish"/>: everything is told, or cannot be.</summary>
    public bool IsIdle => !_busy && _lastLooks == 0 && (_accounts.Count == 0 || _failures >= FarewellAttempts);

    /// <summary>Its transport is about to end: what it did since the last look is counted now, told with the next report.</summary>
    public void Leaves(Member member)
    {
        _lastLooks++;
        context.Loop.Start(
            cancellation => context.Media.TallyAsync([member.Key], cancellation),
            ifFailed: [],
            tallies =>
            {
                _lastLooks--;
                foreach (var (_, tally) in tallies)
                {
                    Count(member, tally);
                }
            });
    }

    /// <summary>The room ends: what is there is told at once.</summary>
    public void Finish() => (_isLast, _failures, _due) = (true, 0, context.Now);

    public void Advance(TimeSpan now)
    {
        if (NextDue is not { } due || now < due)
        {
            return;
        }

        _busy = true;
        Measure([.. roster.Members.Where(member => member.HasMedia)], from: 0);
    }

    private static TimeSpan PeriodFor(int people)
    {
        var spread = TimeSpan.FromSeconds((double)people / RowsPerSecond);
        return spread < Shortest ? Shortest : spread > Longest ? Longest : spread;
    }

    private void Measure(Member[] members, int from)
    {
        var some = members.AsSpan(from, Math.Min(MeasuredAtOnce, members.Length - from)).ToArray();
        if (some.Length == 0)
        {
            Report();
            return;
        }

        context.Loop.Start(
            cancellation => context.Media.TallyAsync([.. some.Select(member => member.Key)], cancellation),
            ifFailed: [],
            tallies =>
            {
                foreach (var (key, tally) in tallies)
                {
                    // One who left meanwhile was counted then.
                    if (roster.Find(key) is { } member && Array.IndexOf(some, member) >= 0)
                    {
                        Count(member, tally);
                    }
                }

                Measure(members, from + some.Length);
            });
    }

    private void Count(Member member, in ParticipantTally tally)
    {
        var id = member.Ticket.ParticipantId;
        if (!_accounts.TryGetValue(id, out var account))
        {
            if (_accounts.Count >= MostAccounts)
            {
                return;
            }

            _accounts[id] = account = new QualityAccount(id);
        }

        var now = context.Now;
        account.Add(member.Tally, tally, now - member.TalliedAt);
        (member.Tally, member.TalliedAt) = (tally, now);
    }

    private void Report()
    {
        string[] told = [.. _accounts.Keys.Take(MostAtOnce)];
        ParticipantQuality[] people = [.. told.Select(id => _accounts[id].ToContract()).OfType<ParticipantQuality>()];
        if (people.Length == 0)
        {
            Reported(told, isTaken: true);
            return;
        }

        var report = new QualityReport(context.Identity.SessionId, context.UtcNow, people);
        context.Loop.Start(
            cancellation => context.Functions.ReportQualityAsync(context.Identity.RoomId, report, cancellation),
            ifFailed: false,
            isTaken => Reported(told, isTaken));
    }

    private void Reported(string[] told, bool isTaken)
    {
        if (isTaken)
        {
            _failures = 0;
            foreach (var id in told)
            {
                _accounts.Remove(id);
            }

            if (_accounts.Count > 0)
            {
                Report();
                return;
            }
        }
        else
        {
            _failures++;
        }

        _busy = false;
        _due = context.Now + (_isLast ? TimeSpan.FromSeconds(2) : PeriodFor(roster.Count));
    }
}
