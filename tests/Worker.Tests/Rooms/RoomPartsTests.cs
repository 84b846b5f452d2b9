using System.Text;
using CsCheck;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Rooms;
using Serverless.Worker.Tests.Support;

namespace Serverless.Worker.Tests.Rooms;

public sealed class RoomPartsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Random comings, goings and updates of five people under two keys each, cut into frames at random.</summary>
    [Fact]
    public void FD3_merged_roster_changes_give_a_client_exactly_the_stage() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 4], Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var roster = new Roster();
            var changes = new RosterChanges();
            var client = new Dictionary<string, Participant>();
            foreach (var (person, key, action, cut) in steps)
            {
                if (Step(roster, person, key, action) is { } change)
                {
                    changes.Add(change);
                }

                if (cut)
                {
                    Apply(changes.Take(), client);
                }
            }

            Apply(changes.Take(), client);
            Assert.Equal(
                roster.Stage().OrderBy(one => one.ParticipantId, StringComparer.Ordinal),
                client.Values.OrderBy(one => one.ParticipantId, StringComparer.Ordinal));
            var people = roster.Members.Select(member => member.Ticket.ParticipantId).Distinct().Count();
            Assert.Equal(people - roster.Stage().Count, roster.Audience);
        });

    [Fact]
    public void FD3_a_frame_names_a_participant_once() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 4]).Array[0, 60].Sample(steps =>
        {
            var roster = new Roster();
            var changes = new RosterChanges();
            foreach (var (person, key, action) in steps)
            {
                if (Step(roster, person, key, action) is { } change)
                {
                    changes.Add(change);
                }
            }

            var named = changes.Take().Select(change => change.ParticipantId).ToArray();
            Assert.Equal(named.Distinct(), named);
            Assert.True(changes.IsEmpty);
        });

    [Fact]
    public void FD2_frames_are_never_closer_than_the_interval_and_nothing_waits_longer() =>
        Gen.Int[0, 400].Array[1, 100].Sample(gaps =>
        {
            var interval = TimeSpan.FromMilliseconds(250);
            var pacer = new FeedPacer(interval, TimeSpan.FromSeconds(2));
            var sent = new List<TimeSpan>();
            var now = TimeSpan.Zero;
            foreach (var gap in gaps)
            {
                var until = now + TimeSpan.FromMilliseconds(gap);
                while (pacer.NextDue is { } due && due <= until)
                {
                    now = due > now ? due : now;
                    Assert.True(pacer.TryTake(now));
                    sent.Add(now);
                }

                now = until;
                pacer.News();
                Assert.True(pacer.NextDue <= now + interval);
            }

            Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True(pair.Second - pair.First >= interval));
        });

    [Fact]
    public void FD2_a_change_of_the_count_alone_waits_longer_and_travels_with_news()
    {
        var pacer = new FeedPacer(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));
        pacer.CountChanged();
        Assert.True(pacer.TryTake(TimeSpan.FromSeconds(5)));

        pacer.CountChanged();
        Assert.Equal(TimeSpan.FromSeconds(7), pacer.NextDue);
        pacer.News();
        Assert.True(pacer.TryTake(TimeSpan.FromSeconds(5.25)));
        Assert.Null(pacer.NextDue);
    }

    [Fact]
    public void A_token_bucket_never_gives_more_than_burst_and_rate() =>
        Gen.Int[0, 700].Array[1, 200].Sample(gaps =>
        {
            var bucket = new TokenBucket(5, TimeSpan.FromSeconds(1));
            var now = TimeSpan.Zero;
            var taken = 0;
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                if (bucket.TryTake(now))
                {
                    taken++;
                }
                else
                {
                    Assert.InRange(bucket.Wait(now), TimeSpan.Zero, TimeSpan.FromSeconds(1));
                    Assert.True(bucket.Wait(now) > TimeSpan.Zero);
                }
            }

            Assert.InRange(taken, 0, 5 + now.TotalSeconds);
        });

    [Fact]
    public void FD5_FD6_whatever_the_tables_answer_the_log_stays_without_gaps_and_doubles() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9]).Array[1, 80].Sample(steps =>
        {
            var tables = new List<LogEntry>();
            var log = new RoomLog(new LogPage(0, []));
            var acknowledged = new Dictionary<EntryName, long>();
            IReadOnlyList<LogEntry> batch = [];
            foreach (var (action, id) in steps)
            {
                var name = new EntryName("u-ann", $"c-{id}");
                switch (action)
                {
                    case 0 or 1 when log.Memory.SeqOf(name) is null && !log.IsPending(name):
                        log.Add(new PendingEntry(
                            "k-ann", new Sender("u-ann", "ann"), name.Id, Start, "chat", Entries.Chat(0, "ann", "x").Data));
                        break;
                    case 2 when batch.Count == 0:
                        batch = log.TakeBatch();
                        break;
                    case 3 when batch.Count > 0:
                        if (batch[0].Seq == tables.Count + 1)
                        {
                            tables.AddRange(batch);
                            Acknowledge(log.Appended());
                        }
                        else
                        {
                            Acknowledge(log.Merge(new LogPage(
                                tables.Count, [.. tables.Where(entry => entry.Seq > log.Memory.LastSeq)])));
                        }

                        batch = [];
                        break;
                    case 4 when batch.Count > 0:
                        if (batch[0].Seq == tables.Count + 1)
                        {
                            tables.AddRange(batch); // Stored, but the answer got lost.
                        }

                        log.Refuse();
                        batch = [];
                        break;
                    case 5:
                        tables.Add(Entries.Chat(tables.Count + 1, "functions", $"g-{tables.Count}"));
                        break;
                }
            }

            Assert.Equal(Enumerable.Range(1, tables.Count).Select(n => (long)n), tables.Select(entry => entry.Seq));
            Assert.Equal(tables.Count, tables.Select(EntryName.Of).Distinct().Count());
            Assert.All(acknowledged, pair => Assert.Equal(pair.Key, EntryName.Of(tables[(int)pair.Value - 1])));

            void Acknowledge(IReadOnlyList<RoomLog.Settled> settled)
            {
                foreach (var (entry, said) in settled)
                {
                    if (said is not null)
                    {
                        acknowledged.Add(said.Name, entry.Seq);
                    }
                }
            }
        });

    [Fact]
    public void SK4_no_bytes_make_the_parser_throw()
    {
        string[] seeds =
        [
            "{\"type\":\"chat\",\"id\":\"c-1\",\"text\":\"x\"}",
            "{\"type\":\"publish\",\"tracks\":[{\"source\":\"camera\",\"state\":\"live\"}]}",
            "{\"type\":\"sync\",\"afterSeq\":1e400}",
        ];
        Assert.IsType<ParsedMessage.Bad>(ClientMessageParser.Parse([]));
        Assert.IsType<ParsedMessage.Bad>(ClientMessageParser.Parse(new byte[70_000]));
        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Select(Gen.Int[0, 80], Gen.Byte).Array[0, 6]).Sample((seed, edits) =>
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[seed]);
            foreach (var (at, value) in edits)
            {
                bytes[at % bytes.Length] = value;
            }

            Assert.NotNull(ClientMessageParser.Parse(bytes));
        });
    }

    private static RosterChange? Step(Roster roster, int person, int key, int action)
    {
        var member = roster.Find($"k-{person}-{key}");
        switch (action)
        {
            case 0 or 1:
                var ticket = action == 0
                    ? Tickets.Host($"{person}", $"k-{person}-{key}")
                    : Tickets.Viewer($"{person}", $"k-{person}-{key}");
                return roster.Admit(new Member(ticket, new Participant
                {
                    ParticipantId = ticket.ParticipantId,
                    DisplayName = ticket.DisplayName,
                    Mode = ticket.Mode,
                    Connection = ConnectionState.Connecting,
                    Tracks = [],
                    JoinedAt = Start,
                }, new SenderBudget()));
            case 2 or 3 when member is not null:
                var state = action == 2 ? ConnectionState.Connected : ConnectionState.Reconnecting;
                return roster.Update(member, member.Participant with { Connection = state });
            case 4 when member is not null:
                return roster.Remove(member, LeaveReason.Left);
            default:
                return null;
        }
    }

    private static void Apply(IEnumerable<RosterChange> changes, Dictionary<string, Participant> client)
    {
        foreach (var change in changes)
        {
            if (change.Op == RosterOp.Left)
            {
                client.Remove(change.ParticipantId);
            }
            else
            {
                client[change.ParticipantId] = change.Participant!;
            }
        }
    }
}
