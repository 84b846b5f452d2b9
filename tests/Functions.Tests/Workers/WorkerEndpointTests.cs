using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Workers;

public sealed class WorkerEndpointTests : HostedTests
{
    private const string Report =
        """{"url":"http://127.0.0.1:9","state":"ready","capacity":10,"participants":0,"rooms":[]}""";

    [Fact]
    public async Task A_report_is_answered_with_the_next_ones_time()
    {
        var reply = await PutAsync("w9", Host.WorkerToken("w9"), Report);

        Assert.Equal(2, reply.Read(InternalJson.Default.WorkerLease).HeartbeatSeconds);
    }

    [Fact]
    public async Task A_worker_speaks_for_itself_only()
    {
        (await PutAsync("w9", Host.WorkerToken("w8"), Report)).AssertProblem(403, ProblemCodes.PermissionDenied);
        (await PutAsync("w9", Host.WorkerToken("functions"), Report)).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await PutAsync("w9", Host.Token(), Report)).AssertProblem(401, ProblemCodes.TokenInvalid);
        (await PutAsync("w9", null, Report)).AssertProblem(401, ProblemCodes.TokenMissing);
        var old = Host.WorkerToken("w9");
        Host.Time.Advance(TimeSpan.FromSeconds(90));
        (await PutAsync("w9", old, Report)).AssertProblem(401, ProblemCodes.TokenExpired);
    }

    [Theory]
    [InlineData("""{"url":"relative","state":"ready","capacity":10,"participants":0,"rooms":[]}""")]
    [InlineData("""{"url":"ftp://x","state":"ready","capacity":10,"participants":0,"rooms":[]}""")]
    [InlineData("""{"url":"http://x","state":"ready","capacity":-1,"participants":0,"rooms":[]}""")]
    [InlineData("""{"url":"http://x","state":3,"capacity":1,"participants":0,"rooms":[]}""")]
    [InlineData("""{"url":"http://x","state":"ready","capacity":1,"participants":0,"rooms":[null]}""")]
    [InlineData("{}")]
    public async Task A_report_that_is_wrong_is_named(string report) =>
        (await PutAsync("w9", Host.WorkerToken("w9"), report)).AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task A_workers_socket_reaches_every_group()
    {
        var reply = await Host.PostAsync("/internal/workers/w1/pubsub", Host.WorkerToken("w1"), null);

        var url = new Uri(reply.Read(InternalJson.Default.PubSubUrlResponse).Url);
        var claims = TestJwt.Payload(url.Query["?access_token=".Length..]);
        Assert.Equal("worker-w1", claims.GetProperty("sub").GetString());
        Assert.Equal(
            ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"],
            claims.GetProperty("role").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public async Task A_draining_worker_gives_its_rooms_away_and_gets_no_new_ones()
    {
        var old = await Host.CreateRoomAsync();
        await Host.JoinAsync(old.RoomId, Host.Token());
        await using var other = await Host.StartWorkerAsync("w2");
        await Host.ReportAsync("w1", Worker.Url, WorkerState.Draining);
        var fresh = await Host.CreateRoomAsync();

        await Host.JoinAsync(old.RoomId, Host.Token());
        await Host.JoinAsync(fresh.RoomId, Host.Token());

        Assert.Equal((1, 2), (Worker.Transports.Count, other.Transports.Count));
    }

    [Fact]
    public async Task A_heartbeat_clears_the_suspicion()
    {
        await Host.Service<Serverless.Functions.Workers.WorkerRegistry>().SuspectAsync("w1", default);
        var room = await Host.CreateRoomAsync();
        Assert.Equal(202, (await Host.TryJoinAsync(room.RoomId, Host.Token())).Status);

        await Host.ReportAsync("w1", Worker.Url);

        await Host.JoinAsync(room.RoomId, Host.Token());
    }

    [Theory]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    [InlineData(400, "not json")]
    [InlineData(500, "")]
    public async Task An_answer_that_does_not_parse_makes_no_worker_suspect(int status, string body)
    {
        var room = await Host.CreateRoomAsync();
        Worker.Gibberish = (status, body);

        (await Host.TryJoinAsync(room.RoomId, Host.Token())).AssertProblem(503, ProblemCodes.WorkerUnavailable);

        Worker.Gibberish = null;
        var other = await Host.CreateRoomAsync();
        await Host.JoinAsync(other.RoomId, Host.Token());
    }

    private Task<Reply> PutAsync(string workerId, string? bearer, string body) => Host.SendAsync(
        HttpMethod.Put, $"/internal/workers/{workerId}", bearer, FunctionsHost.Json(body));
}
