using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Tests.Support;

/// <summary>A media worker as functions see one: real HTTP that checks the internal token and the ticket, and remembers.</summary>
internal sealed class FakeWorker : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _key;

    private FakeWorker(string key)
    {
        _key = key;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/internal/transports", (RequestDelegate)CreateTransportAsync);
        _app.MapPost("/internal/rooms/{roomId}/control", (RequestDelegate)ControlAsync);
        _app.MapPost("/internal/rooms/{roomId}/ice", (RequestDelegate)RestartIceAsync);
        _app.MapGet("/health", (RequestDelegate)HealthAsync);
    }

    public string Url => _app.Urls.First();

    public ConcurrentQueue<(Ticket Ticket, CreateTransportRequest Request)> Transports { get; } = [];

    public ConcurrentQueue<(string RoomId, ControlCommand Command)> Commands { get; } = [];

    public ConcurrentQueue<(string RoomId, RestartIceRequest Request)> Restarts { get; } = [];

    /// <summary>Runs inside a restart of ICE, before it is answered.</summary>
    public Func<Task> OnRestart { get; set; } = () => Task.CompletedTask;

    /// <summary>What the next transports and restarts fail with.</summary>
    public Problem? Refusal { get; set; }

    /// <summary>Status and body of the next transports, whatever was asked.</summary>
    public (int Status, string Body)? Gibberish { get; set; }

    /// <summary>Runs inside the call, before it is answered.</summary>
    public Func<Ticket, Task> OnTransport { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs inside /health, before it is answered.</summary>
    public Func<CancellationToken, Task> OnHealth { get; set; } = _ => Task.CompletedTask;

    public static async Task<FakeWorker> StartAsync(string key)
    {
        var worker = new FakeWorker(key);
        await worker._app.StartAsync();
        return worker;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HealthAsync(HttpContext http)
    {
        await OnHealth(http.RequestAborted);
        await http.Response.WriteAsync("{}");
    }

    private async Task CreateTransportAsync(HttpContext http)
    {
        if (!await IsFromFunctionsAsync(http))
        {
            return;
        }

        var request = (await JsonSerializer.DeserializeAsync(
            http.Request.Body, InternalJson.Default.CreateTransportRequest))!;
        Assert.True(TestJwt.IsSignedBy(request.Ticket, _key), "The ticket's signature is wrong.");
        var ticket = TestJwt.Payload(request.Ticket).Deserialize(TokensJson.Default.Ticket)!;
        Assert.Equal(Ticket.TicketAudience, ticket.Audience);
        Transports.Enqueue((ticket, request));
        await OnTransport(ticket);
        if (Gibberish is { } gibberish)
        {
            http.Response.StatusCode = gibberish.Status;
            await http.Response.WriteAsync(gibberish.Body);
            return;
        }

        if (Refusal is { } refusal)
        {
            await AnswerAsync(http, refusal);
            return;
        }

        var participant = new Participant
        {
            ParticipantId = ticket.ParticipantId,
            DisplayName = ticket.DisplayName,
            Mode = ticket.Mode,
            Metadata = request.Metadata,
            Connection = ConnectionState.Connecting,
            Tracks = [],
            JoinedAt = DateTimeOffset.FromUnixTimeSeconds(ticket.IssuedAt),
        };
        var snapshot = new RoomSnapshot
        {
            Epoch = request.Epoch,
            Frame = 0,
            LastSeq = 0,
            Participants = [participant],
            Audience = 0,
            Slots = [],
            Log = [],
        };
        var answer = request.Offer is null ? null : "v=0\r\nanswer\r\n";
        await http.Response.WriteAsJsonAsync(
            new CreateTransportResponse(participant, snapshot, [new StageTiming("sdp", 0.1)], answer),
            InternalJson.Default.CreateTransportResponse);
    }

    private async Task ControlAsync(HttpContext http)
    {
        if (await IsFromFunctionsAsync(http))
        {
            var command = await JsonSerializer.DeserializeAsync(
                http.Request.Body, InternalJson.Default.ControlCommand);
            Commands.Enqueue(((string)http.Request.RouteValues["roomId"]!, command!));
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private async Task RestartIceAsync(HttpContext http)
    {
        if (!await IsFromFunctionsAsync(http))
        {
            return;
        }

        var request = (await JsonSerializer.DeserializeAsync(
            http.Request.Body, InternalJson.Default.RestartIceRequest))!;
        Restarts.Enqueue(((string)http.Request.RouteValues["roomId"]!, request));
        await OnRestart();
        await (Refusal is { } refusal
            ? AnswerAsync(http, refusal)
            : http.Response.WriteAsJsonAsync(
                new RestartIceResponse($"w{Restarts.Count}xx", "worker-password-of-22", ["1 1 udp 1 192.0.2.1 9 typ host"]),
                InternalJson.Default.RestartIceResponse));
    }

    private async Task<bool> IsFromFunctionsAsync(HttpContext http)
    {
        var token = http.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var claims = TestJwt.Payload(token).Deserialize(TokensJson.Default.InternalToken)!;
        if (TestJwt.IsSignedBy(token, _key)
            && claims is { Audience: InternalToken.InternalAudience, Caller: "functions" })
        {
            return true;
        }

        await AnswerAsync(http, new Problem("t", "t", 401, "d", ProblemCodes.TokenInvalid, "d"));
        return false;
    }

    private static Task AnswerAsync(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        if (problem.Status == 503)
        {
            http.Response.Headers.RetryAfter = "7";
        }

        return http.Response.WriteAsJsonAsync(problem, RestJson.Default.Problem, "application/problem+json");
    }
}
