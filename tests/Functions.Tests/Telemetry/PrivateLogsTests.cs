using Serverless.Contracts.Rest;
using Serverless.Functions.Sweeping;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Telemetry;

/// <summary>
/// Nothing about people is logged, also where things go wrong. Every test of this suite ends with the same look at secrets and long
/// names (<see cref="FunctionsHost.DisposeAsync"/>); here is a person whose every mark is known.
/// </summary>
public sealed class PrivateLogsTests : HostedTests
{
    private static readonly string[] Marks = ["Zdenka-Przybylska", "participant-4711-zp", "quiet-city-of-origin", "custom-room-zp"];

    [Fact]
    public async Task A_person_leaves_no_trace_in_the_logs()
    {
        var room = await Host.CreateRoomAsync($$"""{"customRoomId":"{{Marks[3]}}","webhook":{"endPoint":"http://127.0.0.1:9/hook","events":["*"]} }""");
        string Token() => Host.JoinToken(claims => claims["participantId"] = Marks[1]);
        var request = new JoinRequest
        {
            DisplayName = Marks[0],
            Offer = "v=0\r\n",
            Metadata = System.Text.Json.JsonDocument.Parse($$"""{"city":"{{Marks[2]}}"}""").RootElement,
        };
        await Host.JoinAsync(room.RoomId, Token(), request);
        Worker.Gibberish = (200, "{");
        await Host.TryJoinAsync(room.RoomId, Token(), request);
        Worker.Gibberish = null;
        await Host.PostAsync("/v2/sessions/participants/remove", Host.Token(), $$"""{"roomId":"{{room.RoomId}}","participantId":"{{Marks[1]}}"}""");
        await Host.TryJoinAsync(room.RoomId, Token(), request);
        await Worker.DisposeAsync();
        await Host.TryJoinAsync(room.RoomId, Host.JoinToken(claims => claims["participantId"] = Marks[1] + "-2"), request);
        Host.Time.Advance(TimeSpan.FromMinutes(5));
        await Host.Service<Sweep>().RunAsync(default);

        Assert.NotEmpty(Host.Logs.Lines);
        Assert.All(Host.Logs.Lines, line => Assert.All(Marks, mark => Assert.DoesNotContain(mark, line, StringComparison.Ordinal)));
    }
}
