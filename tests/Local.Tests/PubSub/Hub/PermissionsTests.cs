using System.Text.RegularExpressions;
using CsCheck;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub.Hub;

public sealed class PermissionsTests
{
    [Theory]
    [InlineData("webpubsub.sendToGroup", "any.group", true)]
    [InlineData("webpubsub.joinLeaveGroup", "g", false)]
    [InlineData("webpubsub.sendToGroup.room.1.up", "room.1.up", true)]
    [InlineData("webpubsub.sendToGroup.room.1.up", "room.1.down", false)]
    [InlineData("webpubsub.sendToGroup.room.*", "room.1", false)]
    [InlineData("webpubsub.sendToGroup.room.*", "room.*", true)]
    [InlineData("webpubsub.sendToGroups.room.*", "room.1", true)]
    [InlineData("webpubsub.sendToGroups.room.*", "Room.1", false)]
    [InlineData("webpubsub.sendToGroups", "g", false)]
    [InlineData("webpubsub.sendToGroup.", "g", false)]
    [InlineData("webpubsub.sendToGroupX", "g", false)]
    [InlineData("sendToGroup", "g", false)]
    public void A_role_grants_what_it_says(string role, string group, bool expected) =>
        Assert.Equal(expected, Permissions.FromRoles([role]).Of(Permission.SendToGroup).Allows(group));

    [Theory]
    [InlineData("room.1.*", "room.1.feed", true)]
    [InlineData("room.1.*", "room.1.", true)]
    [InlineData("room.1.*", "room.1.a.b", false)]
    [InlineData("room.**", "room.1.a.b", true)]
    [InlineData("room.?", "room.7", true)]
    [InlineData("room.?", "room..", false)]
    [InlineData("room.?", "room.", false)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "aXbY", false)]
    [InlineData("*", "", true)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "aXb", false)]
    [InlineData(@"a\\b", @"a\b", true)]
    public void A_pattern_matches(string pattern, string group, bool expected)
    {
        Assert.True(GroupPattern.TryParse(pattern, out var parsed));
        Assert.Equal(expected, parsed!.Matches(group));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a*b*c*d*e*f*")]
    [InlineData(@"trailing\")]
    [InlineData(@"\x")]
    public void A_wrong_pattern_is_refused(string pattern) => Assert.False(GroupPattern.TryParse(pattern, out _));

    /// <summary>Against another implementation: the pattern translated to a regular expression.</summary>
    [Fact]
    public void Patterns_agree_with_regular_expressions()
    {
        var pattern = Gen.OneOf("a", "b", ".", "?", "*").Array[1, 8].Select(string.Concat)
            .Where(text => text.Count(character => character == '*') <= 5);
        Gen.Select(pattern, Gen.OneOf('a', 'b', '.').Array[0, 8].Select(characters => new string(characters)))
            .Sample((text, group) =>
            {
                Assert.True(GroupPattern.TryParse(text, out var parsed));
                var regex = Regex.Escape(text).Replace(@"\*\*", ".*", StringComparison.Ordinal)
                    .Replace(@"\*", "[^.]*", StringComparison.Ordinal).Replace(@"\?", "[^.]", StringComparison.Ordinal);
                Assert.Equal(Regex.IsMatch(group, $@"\A{regex}\z"), parsed!.Matches(group));
            });
    }

    [Fact]
    public void A_literal_rule_wins_over_a_pattern()
    {
        var rules = Permissions.FromRoles(["webpubsub.sendToGroups.room.*"]).Of(Permission.SendToGroup);

        rules.TryDeny("room.1");
        Assert.Equal((false, true), (rules.Allows("room.1"), rules.Allows("room.2")));

        rules.TryAllow("room.1");
        Assert.True(rules.Allows("room.1"));
    }

    [Fact]
    public void Rules_are_limited()
    {
        var rules = new GroupRules();
        Assert.All(Enumerable.Range(0, GroupRules.MaxLiterals), number => Assert.True(rules.TryAllow($"g{number}")));

        Assert.False(rules.TryAllow("one more"));
        Assert.True(rules.TryAllow("g0"));
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("Chat_1", true)]
    [InlineData("my-hub", false)]
    [InlineData("1chat", false)]
    [InlineData("chat\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Hub_names_follow_the_rule(string? name, bool valid) =>
        Assert.Equal(valid, HubName.TryParse(name, out _));

    [Theory]
    [InlineData(1, true)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    [InlineData(0, false)]
    public void Group_names_have_a_length(int length, bool valid) =>
        Assert.Equal(valid, GroupName.IsValid(new string('g', length)));
}
