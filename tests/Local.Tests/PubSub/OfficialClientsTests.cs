namespace Serverless.Local.Tests.PubSub;

/// <summary>
/// @azure/web-pubsub-client, @azure/web-pubsub and @azure/web-pubsub-express, unmodified. The cases themselves are in conformance/.
/// </summary>
public sealed class OfficialClientsTests(OfficialClientsFixture official) : IClassFixture<OfficialClientsFixture>
{
    /// <summary>Of @azure/web-pubsub-client; run with the oldest version that is supported and with the newest.</summary>
    private static readonly string[] ClientCases =
    [
        "join and send",
        "plain json protocol",
        "json, text and binary",
        "noEcho",
        "fire and forget",
        "forbidden join",
        "forbidden send",
        "duplicate ack",
        "leave",
        "groups of the token",
        "event without a handler",
        "recovery loses and doubles nothing",
        "sending goes on after a recovery",
        "a reload of the service is recovered",
        "a lost ack does not double a message",
        "more messages than the buffer holds",
        "rejoins its groups on a new connection",
        "kick ends the session",
        "close user",
    ];

    private static readonly string[] OtherCases =
    [
        "send to group, user, connection and all",
        "send binary",
        "send excluding",
        "send filtered",
        "send with a time to live",
        "list the members of a group",
        "groups in bulk",
        "out of all groups",
        "close all but some",
        "throttled and tried again",
        "exists",
        "add to and remove from a group",
        "permissions",
        "close group",
        "express: connect decides user, groups and roles",
        "express: connect refuses",
        "express: connect chooses the subprotocol",
        "express: events are answered",
        "express: a plain client is answered",
        "express: an invocation is answered",
        "express: no answer is an ack",
        "express: an event that fails",
        "express: the connection keeps its state",
        "express: hears of connections that come and go",
        "express: another endpoint's handler gets nothing",
        "express: requests are signed and numbered",
        "express: an event is tried again with the same number",
        "plain: what is sent to a group",
        "plain: sends to a group",
        "plain: may not send",
        "plain: closed by the service",
    ];

    public static TheoryData<string> Cases =>
        [.. ClientCases, .. ClientCases.Select(name => $"newest: {name}"), .. OtherCases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_official_client_passes(string name) =>
        Assert.True(official.ErrorOf(name) is null, official.ErrorOf(name));

    [Fact]
    public void Every_case_of_the_script_is_listed_here() =>
        Assert.Equal(Cases.Select(row => row.Data).Order(), official.Cases.Order());
}
