namespace Serverless.Rtc.Tests.Sfu.Voices;

public sealed class DominantSpeakerTests
{
    /// <summary>
    /// Below the two timelines: who is dominant at the marked moments, a dot where nobody is, blanks unchecked.
    /// </summary>
    [Theory]
    [InlineData(
        "one who speaks for a second wins, and keeps it in silence",
        "####################...............................................",
        "...................................................................",
        ".         A        A                                              A")]
    [InlineData(
        "a cough, or two, switch nothing",
        "####################..............................................",
        "......................................##.............##...........",
        "          A                             A                A       A")]
    [InlineData(
        "a pause of less than two seconds does not lose it",
        "####################.................####################.........",
        "......................###############.............................",
        "          A                         A A                 A        A")]
    [InlineData(
        "after two seconds of silence the one who answers has it",
        "####################..............................................",
        "......................############################################",
        "          A                    A                 B               B")]
    [InlineData(
        "an equally loud second voice does not take it from one who speaks",
        "##################################################################",
        "....................##############################################",
        "          A                                                      A")]
    [InlineData(
        "a clearly louder one does, after some time",
        "##################################################################",
        "....................@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@",
        "          A                       A                   B          B")]
    [InlineData(
        "words with gaps between them are speech",
        "###.####..##.###.####..###.#####..###.####..###.#####.............",
        "..................................................................",
        ".                    A                                           A")]
    public void Follows_the_conversation(string rule, string a, string b, string dominant)
    {
        var conversation = new Conversation(("A", a), ("B", b));
        conversation.Play(tick =>
        {
            if (tick < dominant.Length && dominant[tick] != ' ')
            {
                var expected = dominant[tick] == '.' ? null : dominant[tick].ToString();
                Assert.True(expected == conversation.Ranking.Dominant?.Owner, $"{rule}: at {tick} × 100 ms");
            }
        });
    }

    [Fact]
    public void The_speaker_before_is_what_the_dominant_speaker_sees()
    {
        var conversation = new Conversation(
            ("A", new string('#', 20) + new string('.', 40)), ("B", new string('.', 30) + new string('#', 30)));
        conversation.Play(_ => { });
        Assert.Equal("B", conversation.Ranking.Dominant?.Owner);
        Assert.Equal("A", conversation.Ranking.PreviousDominant?.Owner);

        conversation.Ranking.Remove(conversation["B"]);
        Assert.Equal("A", conversation.Ranking.Dominant?.Owner);
    }

    [Fact]
    public void Music_is_no_speaker()
    {
        var conversation = new Conversation(("A", new string('@', 50)));
        conversation["A"].Role = Rtc.Sfu.Voices.VoiceRole.Music;
        conversation.Play(_ => { });
        Assert.Null(conversation.Ranking.Dominant);
    }
}
