using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Functions;

/// <summary>The worker's calls to functions' internal HTTP.</summary>
/// <param name="http">Its base address is that of functions; its timeout bounds every call.</param>
/// <param name="bearer">Signs the calls.</param>
/// <param name="options">Names the worker.</param>
/// <param name="logger">Told of failures, never of bodies or tokens.</param>
internal sealed partial class FunctionsClient(
    HttpClient http, InternalBearer bearer, WorkerOptions options, ILogger<FunctionsClient> logger)
    : IControlPlane, IPubSubUrlSource
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private string WorkerPath => $"internal/workers/{Uri.EscapeDataString(options.WorkerId)}";

    /// <summary>Registration and heartbeat; null: not available now.</summary>
    public async Task<WorkerLease?> ReportAsync(WorkerReport report, CancellationToken cancellation)
    {
        var body = Body(report, InternalJson.Default.WorkerReport);
        return (await CallAsync(HttpMethod.Put, WorkerPath, body, InternalJson.Default.WorkerLease, cancellation)).Value;
    }

    public async Task<Uri?> PubSubUrlAsync(CancellationToken cancellation)
    {
        var answer = await CallAsync(
            HttpMethod.Post, $"{WorkerPath}/pubsub", null, InternalJson.Default.PubSubUrlResponse, cancellation);
        return Uri.TryCreate(answer.Value?.Url, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss" ? url : null;
    }

    public async Task<AppendResult> AppendLogAsync(
        string roomId, AppendLogRequest request, CancellationToken cancellation)
    {
        var body = Body(request, InternalJson.Default.AppendLogRequest);
        var answer = await CallAsync<object>(HttpMethod.Post, RoomPath(roomId, "log"), body, null, cancellation);
        return answer switch
        {
            { Succeeded: true } => AppendResult.Appended,
            { Code: ProblemCodes.StaleSequence } => AppendResult.StaleSequence,
            { Code: ProblemCodes.StaleEpoch } => AppendResult.StaleEpoch,
            _ => AppendResult.Unavailable,
        };
    }

    public async Task<LogPage?> ReadLogAsync(string roomId, long afterSeq, int limit, CancellationToken cancellation)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"log?after={afterSeq}&limit={limit}");
        return await ReadAsync(roomId, query, cancellation);
    }

    public async Task<LogPage?> ReadLogTailAsync(string roomId, int count, CancellationToken cancellation)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"log?tail={count}");
        return await ReadAsync(roomId, query, cancellation);
    }

    public async Task<ParticipantEventsResponse?> TellParticipantsAsync(
        string roomId, ParticipantEvents events, CancellationToken cancellation)
    {
        var body = Body(events, InternalJson.Default.ParticipantEvents);
        var path = RoomPath(roomId, "participants");
        var json = InternalJson.Default.ParticipantEventsResponse;
        return (await CallAsync(HttpMethod.Post, path, body, json, cancellation)).Value;
    }

    public async Task<bool> ReportQualityAsync(string roomId, QualityReport report, CancellationToken cancellation)
    {
        var body = Body(report, InternalJson.Default.QualityReport);
        return (await CallAsync<object>(HttpMethod.Post, RoomPath(roomId, "quality"), body, null, cancellation)).Succeeded;
    }

    public async Task<PresentParticipants?> ReadPresentAsync(
        string roomId, string sessionId, CancellationToken cancellation)
    {
        var path = RoomPath(roomId, $"participants?session={Uri.EscapeDataString(sessionId)}");
        var json = InternalJson.Default.PresentParticipants;
        return (await CallAsync(HttpMethod.Get, path, null, json, cancellation)).Value;
    }

    public async Task<MoveRoomResponse?> MoveRoomAsync(
        string roomId, MoveRoomRequest request, CancellationToken cancellation)
    {
        var body = Body(request, InternalJson.Default.MoveRoomRequest);
        var json = InternalJson.Default.MoveRoomResponse;
        return (await CallAsync(HttpMethod.Post, RoomPath(roomId, "move"), body, json, cancellation)).Value;
    }

    private static string RoomPath(string roomId, string rest) => $"internal/rooms/{Uri.EscapeDataString(roomId)}/{rest}";

    private static ByteArrayContent Body<T>(T value, JsonTypeInfo<T> json)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, json));
        content.Headers.ContentType = JsonType;
        return content;
    }

    private async Task<LogPage?> ReadAsync(string roomId, string query, CancellationToken cancellation) =>
        (await CallAsync(HttpMethod.Get, RoomPath(roomId, query), null, InternalJson.Default.LogPage, cancellation)).Value;

    private async Task<Answer<T>> CallAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T>? json, CancellationToken cancellation)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Token());
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                var code = await ProblemCodeAsync(response, cancellation);
                LogRefused(logger, method.Method, (int)response.StatusCode, code);
                return new(false, null, code);
            }

            if (json is null || response.StatusCode == HttpStatusCode.NoContent)
            {
                return new(true, null, null);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return new(true, await JsonSerializer.DeserializeAsync(stream, json, cancellation), null);
        }
        catch (Exception e) when (IsFailure(e, cancellation))
        {
            LogFailed(logger, method.Method, e.GetType().Name);
            return new(false, null, null);
        }
    }

    /// <summary>HttpClient reports its own timeout as a cancellation; the caller's is passed on.</summary>
    private static bool IsFailure(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException or JsonException or IOException ||
        (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static async Task<string?> ProblemCodeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return (await JsonSerializer.DeserializeAsync(stream, RestJson.Default.Problem, cancellation))?.Code;
        }
        catch (JsonException)
        {
            return null; // Something in front of functions answered.
        }
    }

    [LoggerMessage(1100, LogLevel.Warning, "Functions refused a {Method}: {Status} {Code}")]
    private static partial void LogRefused(ILogger logger, string method, int status, string? code);

    [LoggerMessage(1101, LogLevel.Warning, "Functions did not answer a {Method} ({Kind})")]
    private static partial void LogFailed(ILogger logger, string method, string kind);

    private readonly record struct Answer<T>(bool Succeeded, T? Value, string? Code);
}
