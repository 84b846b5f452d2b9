using CsCheck;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Voices;

public sealed class AudioSlotMapTests
{
    private static readonly string Speech = new('#', 40);

    [Fact]
    public void Who_publishes_nothing_hears_the_programme()
    {
        var conversation = new Conversation(("A", Speech), ("B", Speech), ("C", Speech), ("D", Speech));
        var map = new AudioSlotMap(3);
        conversation.Play(_ => map.Update(conversation.Now, conversation.Ranking, "viewer"));
        Assert.Equal(conversation.Heard(), Heard(map));
        Assert.False(map.Update(conversation.Now, conversation.Ranking, "viewer"));
    }

    [Fact]
    public void Nobody_hears_themselves_but_a_spare_in_their_place()
    {
        var conversation = new Conversation(("A", Speech), ("B", Speech), ("C", Speech), ("D", Speech));
        var map = new AudioSlotMap(3);
        conversation.Play(_ => map.Update(conversation.Now, conversation.Ranking, "B"));
        Assert.Equal("ADC", Heard(map));
    }

    [Fact]
    public void A_viewer_with_one_slot_hears_who_leads()
    {
        var conversation = new Conversation(
            ("A", new string('#', 20) + new string('.', 50)), ("B", new string('.', 25) + new string('#', 45)));
        var map = new AudioSlotMap(1);
        conversation.Play(tick =>
        {
            map.Update(conversation.Now, conversation.Ranking, "viewer");
            Assert.True(tick is not (15 or 60) || Heard(map) == (tick == 15 ? "A" : "B"));
        });
    }

    /// <summary>
    /// For every viewer: no source twice, never itself, all that the programme offers, no move while speaking.
    /// </summary>
    [Fact]
    public void Random_talk_keeps_the_rules_for_speakers_and_viewers() =>
        Gen.Select(Gen.Char[".#@"].Array[7], Gen.Int[1, 15]).Array[5, 40].Sample(
            parts =>
            {
                var conversation = new Conversation([.. Enumerable.Range(0, 7).Select(part =>
                    (Name(part), string.Concat(parts.Select(p => new string(p.Item1[part], p.Item2)))))]);
                var maps = Enumerable.Range(0, 8).Select(_ => new AudioSlotMap(3)).ToArray();
                conversation.Play(_ =>
                {
                    for (var viewer = 0; viewer < maps.Length; viewer++)
                    {
                        var before = Heard(maps[viewer]);
                        var changed = maps[viewer].Update(conversation.Now, conversation.Ranking, Name(viewer));
                        var after = Heard(maps[viewer]);
                        Assert.Equal(before != after, changed);
                        Check(conversation, before, after, Name(viewer));
                    }
                });
            },
            time: 2);

    [Fact]
    public void A_room_of_a_hundred_hosts_and_two_thousand_viewers_is_chosen_for_without_allocation()
    {
        var ranking = new VoiceRanking();
        var sources = Enumerable.Range(0, 100).Select(n => new VoiceSource((uint)n, $"host-{n}")).ToArray();
        Array.ForEach(sources, ranking.Add);
        var maps = Enumerable.Range(0, 2_000).Select(_ => new AudioSlotMap(3)).ToArray();
        var owners = Enumerable.Range(0, 2_000).Select(n => n < 100 ? $"host-{n}" : $"viewer-{n}").ToArray();
        var now = new Instant(1_000_000);
        var random = new Random(1);
        Run(200);

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var changes = Run(600);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal(0, allocated);
        Assert.True(changes > 0);

        int Run(int ticks)
        {
            var changed = 0;
            for (var tick = 0; tick < ticks; tick++)
            {
                for (var packet = 0; packet < Conversation.PacketsPerTick; packet++)
                {
                    now += TimeSpan.FromMilliseconds(20);
                    foreach (var source in sources)
                    {
                        var talks = ((tick / 20) + source.Number) % 17 == 0;
                        source.Activity.Handle(now, (byte)(talks ? random.Next(20, 50) : random.Next(60, 127)));
                    }
                }

                ranking.Update(now);
                for (var viewer = 0; viewer < maps.Length; viewer++)
                {
                    changed += maps[viewer].Update(now, ranking, owners[viewer]) ? 1 : 0;
                }
            }

            return changed;
        }
    }

    private static void Check(Conversation conversation, string before, string after, string owner)
    {
        var sources = after.Where(name => name != '-').ToArray();
        Assert.Equal(sources.Length, sources.Distinct().Count());
        Assert.DoesNotContain(owner, after);
        Assert.Equal(VoiceRanking.SlotCount, sources.Length);
        Assert.All(conversation.Heard().Where(name => name.ToString() != owner), name => Assert.Contains(name, after));
        for (var slot = 0; slot < after.Length; slot++)
        {
            var name = after[slot];
            if (before[slot] != name && before.Contains(name))
            {
                Assert.True(conversation[name.ToString()].Activity.IsPausing(conversation.Now));
            }
        }
    }

    private static string Name(int part) => ((char)('A' + part)).ToString();

    private static string Heard(AudioSlotMap map) =>
        string.Concat(Enumerable.Range(0, map.Count).Select(slot => map[slot]?.Owner ?? "-"));
}
