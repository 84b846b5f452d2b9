using CsCheck;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Voices;

public sealed class VoiceRankingTests
{
    [Fact]
    public void Up_to_three_sources_have_their_slots_before_anybody_speaks()
    {
        var conversation = new Conversation(("A", "..."), ("B", "..."), ("C", "..."));
        conversation.Tick();
        Assert.Equal("ABC", conversation.Heard());
    }

    [Fact]
    public void A_fourth_voice_takes_the_slot_of_the_one_silent_longest()
    {
        var conversation = new Conversation(
            ("A", "##########...................."),
            ("B", "..........##########.........."),
            ("C", "####################.........."),
            ("D", "...................###########"));
        conversation.Play(_ => { });
        Assert.Equal("BCD", string.Concat(conversation.Heard().Order()));
    }

    [Fact]
    public void A_voice_as_loud_as_the_others_waits_and_a_louder_one_does_not()
    {
        var speech = new string('#', 60);
        var equal = new Conversation(("A", speech), ("B", speech), ("C", speech), ("D", speech));
        equal.Play(_ => { });
        Assert.Equal("ABC", equal.Heard());

        var louder = new Conversation(("A", speech), ("B", speech), ("C", speech), ("D", new string('@', 60)));
        louder.Play(_ => { });
        Assert.Contains("D", louder.Heard());
    }

    /// <summary>C leads from the 45th tick on, but goes on speaking until the 60th.</summary>
    [Fact]
    public void Pair_zero_takes_over_the_dominant_speaker_in_a_pause()
    {
        var conversation = new Conversation(
            ("A", new string('#', 20) + new string('.', 60)),
            ("B", new string('.', 80)),
            ("C", new string('.', 25) + new string('#', 35) + new string('.', 20)));
        conversation.Play(tick =>
        {
            if (tick < 60)
            {
                Assert.Equal("ABC", conversation.Heard());
            }
        });
        Assert.Equal("CBA", conversation.Heard());
    }

    [Theory]
    [InlineData(VoiceRole.Music)]
    [InlineData(VoiceRole.ShareAudio)]
    [InlineData(VoiceRole.Pinned)]
    public void What_is_no_common_voice_holds_its_slot_however_loud_others_are(object role)
    {
        var loud = new string('@', 100);
        var conversation = new Conversation(
            ("A", loud), ("B", loud), ("C", loud), ("D", loud), ("M", new string('.', 60) + new string(' ', 40)));
        conversation["M"].Role = (VoiceRole)role;
        PlaysUntilTwoSecondsAfterItsEnd(conversation, 'M');
    }

    [Fact]
    public void A_source_without_levels_holds_its_slot_while_packets_come()
    {
        var loud = new string('@', 100);
        var conversation = new Conversation(
            ("A", loud), ("B", loud), ("C", loud), ("W", new string('~', 60) + new string(' ', 40)));
        PlaysUntilTwoSecondsAfterItsEnd(conversation, 'W');
    }

    [Fact]
    public void The_pinned_host_leads()
    {
        var conversation = new Conversation(("A", new string('#', 40)), ("P", new string('.', 40)));
        conversation["P"].Role = VoiceRole.Pinned;
        conversation.Play(_ => { });
        Assert.Equal("P", conversation.Ranking.Lead?.Owner);
        Assert.Equal("A", conversation.Ranking.Dominant?.Owner);
    }

    [Fact]
    public void What_always_hums_is_taken_for_noise()
    {
        var conversation = new Conversation(("A", new string('#', 600)));
        conversation.Play(tick => Assert.True(tick != 20 || conversation["A"].Activity.IsSpeaking));
        Assert.False(conversation["A"].Activity.IsSpeaking);
    }

    /// <summary>
    /// Random talk of eight: no source has two places; nobody changes slots while it speaks; a slot changes hands at
    /// most as often as the stay allows; and the same levels give the same programme.
    /// </summary>
    [Fact]
    public void Random_talk_keeps_the_rules() =>
        Gen.Select(Gen.Char[".#@"].Array[8], Gen.Int[1, 12]).Array[5, 40].Sample(Check, time: 2);

    [Fact]
    public void Random_levels_keep_the_rules() =>
        Gen.Char["....##@"].Array[8, 8].Array[20, 150].Sample(
            ticks => Check([.. ticks.Select(tick => (tick, 1))]), time: 2);

    /// <summary>The last packet comes in tick 59.</summary>
    private static void PlaysUntilTwoSecondsAfterItsEnd(Conversation conversation, char name) =>
        conversation.Play(tick =>
        {
            if (tick is < 79 or > 80)
            {
                Assert.Equal(tick < 79, conversation.Heard().Contains(name));
            }
        });

    private static void Check((char[] Drawn, int Ticks)[] parts)
    {
        var timelines = Enumerable.Range(0, 8)
            .Select(part => (
                ((char)('A' + part)).ToString(),
                string.Concat(parts.Select(p => new string(p.Drawn[part], p.Ticks)))))
            .ToArray();
        var one = new Conversation(timelines);
        var other = new Conversation(timelines);
        var before = "---";
        var since = new Dictionary<char, Instant>();
        one.Play(_ =>
        {
            other.Tick();
            var heard = one.Heard();
            Assert.Equal(heard, other.Heard());
            Assert.Equal(heard.Length, heard.Distinct().Count());
            for (var slot = 0; slot < heard.Length; slot++)
            {
                CheckSlot(one, before, heard, slot, since);
            }

            before = heard;
        });
    }

    private static void CheckSlot(
        Conversation conversation, string before, string heard, int slot, Dictionary<char, Instant> since)
    {
        var (was, now) = (before[slot], heard[slot]);
        if (was == now)
        {
            return;
        }

        if (before.Contains(now))
        {
            var activity = conversation[now.ToString()].Activity;
            Assert.True(activity.IsPausing(conversation.Now), "changes slot while it speaks");
            return;
        }

        since[now] = conversation.Now;
        if (was != '-' && !heard.Contains(was))
        {
            Assert.True(conversation.Now - since[was] >= VoiceOrder.Stay, "slot changes hands too often");
        }
    }
}
