using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Load.Joins;

/// <summary>Answers functions as a worker that has all the time in the world: every offer at once.</summary>
internal sealed class StandInWorker : IAsyncDisposable
{
    /// <summary>As long as an answer to a viewer with some slots.</summary>
    private static readonly string Answer = string.Concat("v=0\r\n", string.Concat(Enumerable.Repeat("a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", 80)));

    private readonly WebApplication _app;

    private StandInWorker(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static async Task<StandInWorker> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/internal/transports", (RequestDelegate)AdmitAsync);
        app.MapPost("/internal/rooms/{roomId}/control", (RequestDelegate)(http =>
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.MapGet("/health", (RequestDelegate)(http => http.Response.WriteAsync("{}")));
        await app.StartAsync();
        return new StandInWorker(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AdmitAsync(HttpContext http)
    {
        var request = (await http.Request.ReadFromJsonAsync(InternalJson.Default.CreateTransportRequest))!;
        var claims = System.Buffers.Text.Base64Url.DecodeFromChars(request.Ticket.Split('.')[1]);
        var ticket = JsonSerializer.Deserialize(claims, TokensJson.Default.Ticket)!;
        var participant = new Participant
        {
            ParticipantId = ticket.ParticipantId,
            DisplayName = ticket.DisplayName,
            Mode = ticket.Mode,
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
        await http.Response.WriteAsJsonAsync(
            new CreateTransportResponse(participant, snapshot, [], Answer), InternalJson.Default.CreateTransportResponse);
    }
}
