using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Sessions;

public sealed class MoveTests : HostedTests
{
    private const string Offer = """{"offer":"v=0\r\n"}""";

    [Fact]
    public async Task A_resume_that_finds_the_worker_dead_lands_on_another_within_the_call()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await using var other = await Host.StartWorkerAsync("w2");
        await Worker.DisposeAsync();

        var resumed = (await ResumeAsync(room.RoomId, joined)).Read(RestJson.Default.JoinResponse);

        Assert.Equal((joined.Session.SessionId, 2), (resumed.Session.SessionId, resumed.Snapshot.Epoch));
        Assert.Equal(joined.Participant.ParticipantId, resumed.Participant.ParticipantId);
    }

    [Fact]
    public async Task Fifty_resumes_at_once_move_the_room_once_and_all_land_on_the_same_worker()
    {
        var room = await Host.CreateRoomAsync();
        var joined = new List<JoinResponse>();
        for (var i = 0; i < 50; i++)
        {
            joined.Add(await Host.JoinAsync(room.RoomId, Host.Token()));
        }

        await using var second = await Host.StartWorkerAsync("w2");
        await using var third = await Host.StartWorkerAsync("w3");
        await Worker.DisposeAsync();

        var replies = await Task.WhenAll(joined.Select(one => ResumeAsync(room.RoomId, one)));

        Assert.All(replies, reply => Assert.Equal(2, reply.Read(RestJson.Default.JoinResponse).Snapshot.Epoch));
        Assert.Equal([0, 50], new[] { second.Transports.Count, third.Transports.Count }.Order());
    }

    [Fact]
    public async Task A_worker_that_only_resumed_clients_doubt_but_that_answers_keeps_its_room()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await using var other = await Host.StartWorkerAsync("w2");

        var resumed = (await ResumeAsync(room.RoomId, joined)).Read(RestJson.Default.JoinResponse);

        Assert.Equal(1, resumed.Snapshot.Epoch);
        Assert.Empty(other.Transports);
    }

    [Fact]
    public async Task MV1_A_draining_worker_gives_its_room_away_once_and_cannot_write_any_more()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await Host.ReportAsync("w1", Worker.Url, WorkerState.Draining);
        var request = new MoveRoomRequest(joined.Session.SessionId, 1);

        Assert.False(await MoveAsync(room.RoomId, request));
        await using var other = await Host.StartWorkerAsync("w2");
        Assert.True(await MoveAsync(room.RoomId, request));
        Assert.True(await MoveAsync(room.RoomId, request));

        var append = await Host.PostAsync(
            $"/internal/rooms/{room.RoomId}/log",
            Host.WorkerToken("w1"),
            new AppendLogRequest(1, 0, [new LogEntry
            {
                Seq = 1,
                Id = "c-1",
                At = Host.Time.GetUtcNow(),
                Kind = "chat",
                From = new Sender("u-ann", "Ann"),
                Data = System.Text.Json.JsonDocument.Parse("{}").RootElement,
            }]),
            InternalJson.Default.AppendLogRequest);
        append.AssertProblem(409, ProblemCodes.StaleEpoch);
        var resumed = (await ResumeAsync(room.RoomId, joined)).Read(RestJson.Default.JoinResponse);
        Assert.Equal(2, resumed.Snapshot.Epoch);
        Assert.Single(other.Transports);
    }

    [Fact]
    public async Task A_draining_worker_keeps_its_room_while_there_is_no_other()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await Host.ReportAsync("w1", Worker.Url, WorkerState.Draining);

        var resumed = (await ResumeAsync(room.RoomId, joined)).Read(RestJson.Default.JoinResponse);

        Assert.Equal(1, resumed.Snapshot.Epoch);
    }

    [Fact]
    public async Task MV3_The_next_worker_is_told_who_was_there_and_nobody_who_had_left()
    {
        var room = await Host.CreateRoomAsync();
        var stays = await Host.JoinAsync(room.RoomId, Host.Token());
        var leaves = await Host.JoinAsync(room.RoomId, Host.Token());
        await Host.PostAsync(
            $"/v2/rooms/{room.RoomId}/leave", null, new LeaveRequest(leaves.Ticket.Token), RestJson.Default.LeaveRequest);
        Assert.Empty((await PresentAsync(room.RoomId, stays)).Participants);
        await using var other = await Host.StartWorkerAsync("w2");
        await Worker.DisposeAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(1));

        await ResumeAsync(room.RoomId, stays);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Host.JoinAsync(room.RoomId, Host.Token());

        var present = Assert.Single((await PresentAsync(room.RoomId, stays)).Participants);
        Assert.Equal(FunctionsHost.TicketOf(stays).ConnectionKey, present.Ticket.ConnectionKey);
        Assert.Equal(FunctionsHost.TicketOf(stays).Publish, present.Ticket.Publish);
    }

    [Fact]
    public async Task A_worker_that_lost_the_room_cannot_report_its_people_as_gone()
    {
        var room = await Host.CreateRoomAsync();
        var joined = await Host.JoinAsync(room.RoomId, Host.Token());
        await using var other = await Host.StartWorkerAsync("w2");
        Assert.True(await MoveAsync(room.RoomId, new MoveRoomRequest(joined.Session.SessionId, 1)));
        var left = new ParticipantLeft(
            FunctionsHost.TicketOf(joined).ConnectionKey, joined.Participant.ParticipantId, Host.Time.GetUtcNow(), LeaveReason.Left);

        var told = await Host.PostAsync(
            $"/internal/rooms/{room.RoomId}/participants",
            Host.WorkerToken("w1"),
            new ParticipantEvents(joined.Session.SessionId, [left], Empty: true, Epoch: 1),
            InternalJson.Default.ParticipantEvents);

        Assert.False(told.Read(InternalJson.Default.ParticipantEventsResponse).SessionEnded);
        Assert.Equal(200, (await ResumeAsync(room.RoomId, joined)).Status);
    }

    private Task<Reply> ResumeAsync(string roomId, JoinResponse joined) =>
        Host.PostAsync($"/v2/rooms/{roomId}/resume", joined.Ticket.Token, Offer);

    private async Task<bool> MoveAsync(string roomId, MoveRoomRequest request) => (await Host.PostAsync(
        $"/internal/rooms/{roomId}/move", Host.WorkerToken("w1"), request, InternalJson.Default.MoveRoomRequest))
        .Read(InternalJson.Default.MoveRoomResponse).Moved;

    private async Task<PresentParticipants> PresentAsync(string roomId, JoinResponse joined) => (await Host.GetAsync(
        $"/internal/rooms/{roomId}/participants?session={joined.Session.SessionId}", Host.WorkerToken("w2")))
        .Read(InternalJson.Default.PresentParticipants);
}
