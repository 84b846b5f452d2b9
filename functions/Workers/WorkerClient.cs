using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Workers;

/// <summary>Calls to a worker's internal HTTP. A worker's own problems pass through; one that cannot be reached is <c>worker_unavailable</c>.</summary>
internal sealed class WorkerClient(
    InternalAuthority authority, WorkerRegistry registry, ILogger<WorkerClient> logger) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromMilliseconds(500);

    // Workers come and go: a connection must not outlast what its address meant.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseProxy = false,
        });

    public async Task<Outcome<CreateTransportResponse>> CreateTransportAsync(
        WorkerRecord worker, CreateTransportRequest request, CancellationToken cancellationToken)
    {
        var response = await PostAsync(
            worker, "internal/transports", request, InternalJson.Default.CreateTransportRequest,
            Read, cancellationToken);
        return response.Failed ? response.Failure : response.Value;

        static async Task<Outcome<CreateTransportResponse>> Read(Stream body, CancellationToken token) =>
            await JsonSerializer.DeserializeAsync(body, InternalJson.Default.CreateTransportResponse, token)
                is { } value ? value : Failures.WorkerUnavailable;
    }

    /// <returns>false: the worker does not have the room, or cannot be told.</returns>
    public async Task<bool> ControlAsync(
        WorkerRecord worker, string roomId, ControlCommand command, CancellationToken cancellationToken)
    {
        var response = await PostAsync(
            worker, $"internal/rooms/{Uri.EscapeDataString(roomId)}/control", command,
            InternalJson.Default.ControlCommand, (_, _) => Task.FromResult<Outcome<bool>>(true), cancellationToken);
        return !response.Failed;
    }

    /// <returns>404 where the worker has no such transport.</returns>
    public async Task<Outcome<RestartIceResponse>> RestartIceAsync(
        WorkerRecord worker, string roomId, RestartIceRequest request, CancellationToken cancellationToken)
    {
        return await PostAsync(
            worker, $"internal/rooms/{Uri.EscapeDataString(roomId)}/ice", request,
            InternalJson.Default.RestartIceRequest, Read, cancellationToken);

        static async Task<Outcome<RestartIceResponse>> Read(Stream body, CancellationToken token) =>
            await JsonSerializer.DeserializeAsync(body, InternalJson.Default.RestartIceResponse, token)
                is { } value ? value : Failures.WorkerUnavailable;
    }

    public async Task<WorkerPulse> FeelAsync(WorkerRecord worker, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthTimeout);
        try
        {
            using var response = await _http.GetAsync(new Uri(worker.Url, "health"), limit.Token);
            return response.IsSuccessStatusCode ? WorkerPulse.Healthy : WorkerPulse.Refused;
        }
        catch (Exception problem) when (IsUnreachable(problem, cancellationToken))
        {
            return problem is OperationCanceledException ? WorkerPulse.Silent : WorkerPulse.Refused;
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsUnreachable(Exception problem, CancellationToken caller) =>
        problem is HttpRequestException or IOException
        || (problem is OperationCanceledException && !caller.IsCancellationRequested);

    private static async Task<Failure> ReadProblemAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var problem = await JsonSerializer.DeserializeAsync(body, RestJson.Default.Problem, cancellationToken);
        // What only our own mistake explains (a refused internal token, a wrong address) is not the client's business.
        if (problem is null || response.StatusCode is System.Net.HttpStatusCode.Unauthorized)
        {
            return Failures.WorkerUnavailable;
        }

        var retryAfter = response.Headers.RetryAfter?.Delta;
        return new Failure(
            (int)response.StatusCode, problem.Code, problem.Detail, (int?)retryAfter?.TotalSeconds);
    }

    private async Task<Outcome<TAnswer>> PostAsync<TBody, TAnswer>(
        WorkerRecord worker, string path, TBody body, JsonTypeInfo<TBody> type,
        Func<Stream, CancellationToken, Task<Outcome<TAnswer>>> read, CancellationToken cancellationToken)
        where TAnswer : notnull
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(worker.Url, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", authority.Sign());
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
            using var response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode
                ? await read(await response.Content.ReadAsStreamAsync(limit.Token), limit.Token)
                : await ReadProblemAsync(response, limit.Token);
        }
        catch (Exception problem) when (IsUnreachable(problem, cancellationToken))
        {
            logger.Unreachable(worker.WorkerId, problem.GetType().Name);
            await registry.SuspectAsync(worker.WorkerId, cancellationToken);
            return Failures.WorkerUnavailable;
        }
        catch (JsonException)
        {
            // The worker is there. Suspecting it would let whoever provokes such an answer move other people's rooms.
            logger.Unreadable(worker.WorkerId);
            return Failures.WorkerUnavailable;
        }
    }
}
