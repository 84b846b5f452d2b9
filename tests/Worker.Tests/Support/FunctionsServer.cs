using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;

namespace Serverless.Worker.Tests.Support;

/// <summary>Functions' internal HTTP on loopback, with one room's log.</summary>
internal sealed class FunctionsServer : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;
    private readonly FakeFunctions _tables = new();

    private FunctionsServer(WebApplication app) => _app = app;

    public FakeFunctions Tables => _tables;

    public Journal<WorkerReport> Reports { get; } = new();

    public Journal<ParticipantEvents> Told { get; } = new();

    public Uri PubSubUrl { get; set; } = new("ws://127.0.0.1:9/");

    public Uri Url => new(_app.Urls.First());

    /// <summary>The next calls answer so, whatever they ask.</summary>
    public IResult? Fault { get; set; }

    public static async Task<FunctionsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new FunctionsServer(app);
        app.Use(server.CheckAsync);
        app.MapPut("/internal/workers/w-1", async (HttpRequest request) =>
        {
            server.Reports.Add((await request.ReadFromJsonAsync(InternalJson.Default.WorkerReport))!);
            return Results.Json(new WorkerLease(1), InternalJson.Default.WorkerLease);
        });
        app.MapPost("/internal/workers/w-1/pubsub", () =>
            Results.Json(new PubSubUrlResponse(server.PubSubUrl.AbsoluteUri), InternalJson.Default.PubSubUrlResponse));
        app.MapPost($"/internal/rooms/{Tickets.RoomId}/log", server.AppendAsync);
        app.MapGet($"/internal/rooms/{Tickets.RoomId}/log", async (long? after, int? limit, int? tail) => Results.Json(
            tail is { } count
                ? await server._tables.ReadLogTailAsync(Tickets.RoomId, count, default)
                : await server._tables.ReadLogAsync(Tickets.RoomId, after!.Value, limit!.Value, default),
            InternalJson.Default.LogPage!));
        app.MapPost($"/internal/rooms/{Tickets.RoomId}/participants", async (HttpRequest request) =>
        {
            server.Told.Add((await request.ReadFromJsonAsync(InternalJson.Default.ParticipantEvents))!);
            return Results.Json(
                new ParticipantEventsResponse(server._tables.SessionEnded), InternalJson.Default.ParticipantEventsResponse);
        });
        app.MapPost($"/internal/rooms/{Tickets.RoomId}/quality", async (HttpRequest request) =>
        {
            await server._tables.ReportQualityAsync(
                Tickets.RoomId, (await request.ReadFromJsonAsync(InternalJson.Default.QualityReport))!, default);
            return Results.NoContent();
        });
        app.MapGet($"/internal/rooms/{Tickets.RoomId}/participants", () =>
            Results.Json(new PresentParticipants(server._tables.Present), InternalJson.Default.PresentParticipants));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static IResult Problem(int status, string code) => Results.Json(
        new Problem($"urn:serverless-live:problem:{code}", "t", status, "d", code, "d"),
        RestJson.Default.Problem,
        "application/problem+json",
        status);

    private async Task<IResult> AppendAsync(HttpRequest request)
    {
        var append = (await request.ReadFromJsonAsync(InternalJson.Default.AppendLogRequest))!;
        return await _tables.AppendLogAsync(Tickets.RoomId, append, default) switch
        {
            Serverless.Worker.Functions.AppendResult.Appended => Results.NoContent(),
            Serverless.Worker.Functions.AppendResult.StaleSequence => Problem(409, ProblemCodes.StaleSequence),
            Serverless.Worker.Functions.AppendResult.StaleEpoch => Problem(409, ProblemCodes.StaleEpoch),
            _ => Results.StatusCode(500),
        };
    }

    private async Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            header["Bearer ".Length..],
            new TokenValidationParameters
            {
                IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key)),
                ValidAudience = "internal",
                ValidateIssuer = false,
            });
        if (!result.IsValid || (string)result.Claims["sub"] != "w-1")
        {
            http.Response.StatusCode = 401;
        }
        else if (Fault is { } fault)
        {
            await fault.ExecuteAsync(http);
        }
        else
        {
            await next(http);
        }
    }
}
