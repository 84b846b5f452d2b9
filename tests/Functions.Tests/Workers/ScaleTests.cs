using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Workers;

public sealed class ScaleTests : HostedTests
{
    [Fact]
    public async Task Nobody_needs_no_worker()
    {
        Host.Time.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal(0, await WantedAsync());
    }

    [Fact]
    public async Task Whoever_waits_gets_a_worker_started_and_whoever_gives_up_does_not_keep_it()
    {
        var room = await Host.CreateRoomAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(16));
        await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal(1, await WantedAsync());
        Host.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await WantedAsync());
    }

    [Fact]
    public async Task Where_all_are_full_one_more_is_wanted()
    {
        var room = await Host.CreateRoomAsync();
        await Host.ReportAsync("w1", Worker.Url, participants: 100);
        await Host.TryJoinAsync(room.RoomId, Host.JoinToken());

        Assert.Equal(2, await WantedAsync());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(70, 1)]
    [InlineData(71, 2)]
    public async Task Load_is_spread_before_a_worker_is_full(int participants, int wanted)
    {
        await Host.ReportAsync("w1", Worker.Url, participants: participants);

        Assert.Equal(wanted, await WantedAsync());
    }

    [Fact]
    public async Task A_warmed_room_keeps_a_worker_for_a_quarter_of_an_hour()
    {
        var room = await Host.CreateRoomAsync();

        Assert.Equal("ready", (await WarmAsync(room.RoomId)).State);
        Assert.Equal(1, await WantedAsync());
        Host.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(0, await WantedAsync());
        Assert.Equal(("starting", 3), ((await WarmAsync(room.RoomId)).State, (await WarmAsync(room.RoomId)).RetryAfterSeconds));
    }

    [Fact]
    public async Task A_room_that_starts_at_a_time_has_a_worker_before()
    {
        var start = Host.Time.GetUtcNow().AddHours(1);
        await Host.CreateRoomAsync($$"""{"startsAt":"{{start:O}}"}""");
        Host.Time.Advance(TimeSpan.FromMinutes(49));
        Assert.Equal(0, await WantedAsync());

        Host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await WantedAsync());
    }

    [Fact]
    public async Task A_closed_room_is_not_warmed()
    {
        var room = await Host.CreateRoomAsync();
        await Host.PostAsync("/v2/rooms/deactivate", Host.Token(), $$"""{"roomId":"{{room.RoomId}}"}""");

        (await Host.PostAsync($"/v2/rooms/{room.RoomId}/warm", Host.Token(), null)).AssertProblem(410, ProblemCodes.RoomClosed);
    }

    private async Task<int> WantedAsync() =>
        (await Host.GetAsync("/internal/scale", FunctionsHost.ScaleKey)).Read(InternalJson.Default.WorkersWanted).Workers;

    private async Task<WarmResponse> WarmAsync(string roomId)
    {
        var reply = await Host.PostAsync($"/v2/rooms/{roomId}/warm", Host.Token(), null);
        Assert.Equal(202, reply.Status);
        return reply.Read(BackEndJson.Default.WarmResponse);
    }
}
