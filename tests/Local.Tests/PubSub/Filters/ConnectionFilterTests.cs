using CsCheck;
using Serverless.Local.PubSub;
using Serverless.Local.PubSub.Filters;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.Tests.PubSub.Filters;

public sealed class ConnectionFilterTests
{
    [Theory]
    [InlineData("userId eq 'o''alice'", true)]
    [InlineData("userId eq 'O''Alice'", false)]
    [InlineData("userid ne 'bob'", true)]
    [InlineData("USERID eq 'o''alice' AND connectionID eq 'c1'", true)]
    [InlineData("userId in ('bob', 'o''alice')", true)]
    [InlineData("userId in ('bob')", false)]
    [InlineData("connectionId gt 'c0' and connectionId le 'c1'", true)]
    [InlineData("connectionId ge 'c2' or connectionId lt 'c1'", false)]
    [InlineData("'vip' in groups", true)]
    [InlineData("'VIP' in groups", false)]
    [InlineData("not ('vip' in groups)", false)]
    [InlineData("not not 'vip' in groups", true)]
    [InlineData("'x' in groups or 'vip' in groups and 'y' in groups", false)]
    [InlineData("('x' in groups or 'vip' in groups) and 'g' in groups", true)]
    [InlineData("startswith(userId, 'o''')", true)]
    [InlineData("endswith(userId, 'ICE')", false)]
    [InlineData("endswith(toupper(userId), 'ICE')", true)]
    [InlineData("contains(tolower(concat(userId, 'X')), 'ex')", true)]
    [InlineData("indexof(userId, 'alice') eq 2", true)]
    [InlineData("indexof(userId, 'nobody') eq -1", true)]
    [InlineData("length(userId) eq 7", true)]
    [InlineData("length(userId) in (1, 7)", true)]
    [InlineData("substring(userId, 2) eq 'alice'", true)]
    [InlineData("substring(userId, 2, 3) eq 'ali'", true)]
    [InlineData("substring(userId, 99, 99) eq ''", true)]
    [InlineData("trim('  a ') eq 'a'", true)]
    [InlineData("startswith(userId, 'o') eq true", true)]
    [InlineData("startswith(userId, 'o') ne true", false)]
    [InlineData("userId eq null", false)]
    [InlineData("userId ne null", true)]
    [InlineData("null eq null", true)]
    [InlineData("true", true)]
    public void A_filter_means_what_odata_says(string filter, bool expected) =>
        Assert.Equal(expected, Parse(filter).Matches(Alice()));

    [Theory]
    [InlineData("userId eq null", true)]
    [InlineData("userId eq 'x'", false)]
    [InlineData("userId ne 'x'", true)]
    [InlineData("userId gt 'x' or userId le 'x'", false)]
    [InlineData("startswith(userId, 'x')", false)]
    [InlineData("length(userId) eq 0", false)]
    [InlineData("length(userId) eq null", true)]
    [InlineData("tolower(userId) eq null", true)]
    [InlineData("substring(userId, 1) eq null", true)]
    [InlineData("userId in ('x', null)", true)]
    public void An_anonymous_connection_has_a_null_user(string filter, bool expected) =>
        Assert.Equal(expected, Parse(filter).Matches(Connection(userId: null)));

    [Theory]
    [InlineData("")]
    [InlineData("userId")]
    [InlineData("groups")]
    [InlineData("userId eq")]
    [InlineData("userId eq 'a' 'b'")]
    [InlineData("userId eq 'a' and")]
    [InlineData("userId eq 7")]
    [InlineData("length(userId) eq '7'")]
    [InlineData("userId eq 'open")]
    [InlineData("nobody eq 'a'")]
    [InlineData("userId like 'a'")]
    [InlineData("(userId eq 'a'")]
    [InlineData("userId eq 'a')")]
    [InlineData("userId in 'a'")]
    [InlineData("userId in ()")]
    [InlineData("userId in ('a', 7)")]
    [InlineData("7 in groups")]
    [InlineData("nosuch(userId)")]
    [InlineData("startswith(userId)")]
    [InlineData("true gt false")]
    [InlineData("length(userId) eq 99999999999999999999")]
    [InlineData("userId eq \"a\"")]
    [InlineData("not")]
    public void A_wrong_filter_is_refused_with_a_reason(string filter)
    {
        Assert.False(ConnectionFilter.TryParse(filter, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_filter_has_at_most_100_clauses()
    {
        var hundred = string.Join(" or ", Enumerable.Repeat("userId eq 'a'", 100));

        Assert.True(ConnectionFilter.TryParse(hundred, out _, out _));
        Assert.False(ConnectionFilter.TryParse($"{hundred} or userId eq 'a'", out _, out _));
    }

    [Fact]
    public void Nesting_does_not_exhaust_the_stack() =>
        Assert.False(ConnectionFilter.TryParse(new string('(', 1_000_000), out _, out _));

    [Fact]
    public void No_text_makes_the_parser_fail()
    {
        string[] words =
        [
            "userId", "groups", "eq", "in", "and", "or", "not", "(", ")", ",", "'a'", "'", "7", "-", "null", "length", "substring",
        ];
        var connection = Alice();

        Gen.Int[0, words.Length - 1].List[0, 12].Select(list => string.Join(' ', list.Select(index => words[index]))).Sample(text =>
        {
            if (ConnectionFilter.TryParse(text, out var filter, out _))
            {
                filter.Matches(connection);
            }
        });
    }

    private static ConnectionFilter Parse(string text)
    {
        Assert.True(ConnectionFilter.TryParse(text, out var filter, out var problem), problem);
        return filter;
    }

    private static ClientConnection Alice() => Connection("o'alice");

    private static ClientConnection Connection(string? userId)
    {
        var request = new ConnectRequest { Id = "c1", Protocol = ClientProtocol.Json, UserId = userId };
        var connection = new ClientConnection("token", request, new PubSubLimits());
        var membership = new Membership();
        membership.Join(connection, "g");
        membership.Join(connection, "vip");
        return connection;
    }
}
