namespace Serverless.Local.Tests.PubSub;

/// <summary>
/// @azure/web-pubsub-client and @azure/web-pubsub, unmodified. The cases themselves are in conformance/.
/// </summary>
public sealed class OfficialClientsTests(OfficialClientsFixture official) : IClassFixture<OfficialClientsFixture>
{
    public static TheoryData<string> Cases =>
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
        "rejoins its groups on a new connection",
        "kick ends the session",
        "close user",
        "send to group, user, connection and all",
        "send binary",
        "send excluding",
        "exists",
        "add to and remove from a group",
        "permissions",
        "close group",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_official_client_passes(string name) =>
        Assert.True(official.ErrorOf(name) is null, official.ErrorOf(name));

    [Fact]
    public void Every_case_of_the_script_is_listed_here() =>
        Assert.Equal(Cases.Select(row => row.Data).Order(), official.Cases.Order());
}
