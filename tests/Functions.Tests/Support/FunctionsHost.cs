using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Limits;
using Serverless.Functions.People;
using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Tenants;
using Serverless.Functions.Tests.Support.Contract;

namespace Serverless.Functions.Tests.Support;

/// <summary>The control plane on real Kestrel at a port of its own, with a fake clock and a database of its own.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    public const string WorkerKey = "a worker key of more than 32 bytes";
    public const string ScaleKey = "the autoscaler's key, more than 32 bytes";
    public const string ManageKey = "the operator's key, more than 32 bytes";
    public const string DataKeyText = "YSBkYXRhIGtleSB0aGF0IGlzIDMyIGJ5dGVzIGxvbmc=";
    public const string ApiKey = "dev-key";
    public const string Secret = "a tenant's secret, more than 32 bytes";
    public const string OtherApiKey = "other-key";
    public const string OtherSecret = "another tenant's secret, also > 32 bytes";
    public const string PubSubKey = "the emulator's access key, 32 bytes long";

    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, bool> _private = new(
        ((string[])[WorkerKey, ScaleKey, ManageKey, Secret, OtherSecret, PubSubKey, DataKeyText]).ToDictionary(text => text, _ => true));

    private readonly string _folder = Directory.CreateTempSubdirectory("functions-").FullName;

    private FunctionsHost(Action<IServiceCollection>? change, Func<FunctionsOptions, FunctionsOptions>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(Time);
        var options = new FunctionsOptions
        {
            DataPath = _folder,
            PublicUrl = new Uri("http://localhost:8080"),
            WorkerKey = WorkerKey,
            PubSubConnectionString = $"Endpoint=http://localhost:8081;AccessKey={PubSubKey};Version=1.0;",
            ManageKey = ManageKey,
            ScaleKey = ScaleKey,
            DevelopmentTenant = new DevelopmentTenant(ApiKey, Secret),
            // Tests of one participant do in a moment what takes people minutes.
            RateLimits = new RateLimitOptions { PerParticipant = new RateLimit(10_000, TimeSpan.FromSeconds(1), 10_000) },
            DataKeys = DataKey.ParseList(DataKeyText),
            WebhookAllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")],
            // On a machine that is busy with everything else, nothing here is about how fast a receiver answers.
            WebhookLimit = TimeSpan.FromMinutes(5),
        };
        builder.Services.AddFunctions(configure?.Invoke(options) ?? options);
        // Real rounds would cost every sign-in of a test a third of a second.
        builder.Services.AddSingleton(services => new PasswordHashing(services.GetRequiredService<ISecrets>(), rounds: 1_000));
        change?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapFunctions();
        _client = new HttpClient(new ContractHandler(this));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public LogSink Logs { get; } = new();

    public Uri Url => new(_app.Urls.First());

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="change">Replaces services.</param>
    /// <param name="configure">Changes options.</param>
    public static async Task<FunctionsHost> StartAsync(
        Action<IServiceCollection>? change = null, Func<FunctionsOptions, FunctionsOptions>? configure = null)
    {
        var host = new FunctionsHost(change, configure);
        await host._app.StartAsync();
        await host.Service<TenantStore>().PutAsync(new TenantKey(OtherApiKey, "t-other", OtherSecret), default);
        return host;
    }

    /// <summary>At the end of every test: whatever it did, nothing of this is in the logs.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        var leaked = Logs.Lines.FirstOrDefault(line => _private.Keys.Any(text => line.Contains(text, StringComparison.Ordinal)));
        Assert.True(leaked is null, $"A secret or a name was logged: {leaked}");
    }

    /// <summary>Must never be logged. Short words are in any stack trace.</summary>
    private void KeepPrivate(string? text)
    {
        if (text is { Length: >= 12 })
        {
            _private[text] = true;
        }
    }

    /// <summary>A back end's token; <paramref name="change"/> adds and removes claims.</summary>
    public string Token(Action<JsonObject>? change = null, string secret = Secret)
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["apikey"] = ApiKey,
            ["permissions"] = new JsonArray("allow_join", "allow_mod"),
            ["iat"] = now,
            ["exp"] = now + 600,
        };
        change?.Invoke(payload);
        return TestJwt.Sign(payload, secret);
    }

    public string OtherTenantsToken() => Token(claims => claims["apikey"] = OtherApiKey, OtherSecret);

    /// <summary>A participant's token, without rights to moderate.</summary>
    public string JoinToken(Action<JsonObject>? change = null) => Token(claims =>
    {
        claims["permissions"] = new JsonArray("allow_join");
        change?.Invoke(claims);
    });

    public string WorkerToken(string workerId) => TestJwt.Sign(
        new JsonObject
        {
            ["aud"] = "internal",
            ["sub"] = workerId,
            ["iat"] = Time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = Time.GetUtcNow().ToUnixTimeSeconds() + 60,
        },
        WorkerKey);

    public Task<Reply> GetAsync(string path, string? bearer = null) => SendAsync(HttpMethod.Get, path, bearer, null);

    public Task<Reply> PostAsync(string path, string? bearer, string? json) =>
        SendAsync(HttpMethod.Post, path, bearer, json is null ? null : Json(json));

    public Task<Reply> PostAsync<T>(string path, string? bearer, T body, JsonTypeInfo<T> type) =>
        PostAsync(path, bearer, JsonSerializer.Serialize(body, type));

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, string? bearer, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = content };
        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", bearer);
            KeepPrivate(bearer.Split('.')[^1]);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers,
            response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Every route that is mapped, as "METHOD pattern"; * for any method.</summary>
    public IEnumerable<string> Routes() => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods.Select(method => $"{method} {Pattern(endpoint)}")
            : [$"* {Pattern(endpoint)}"])
        .Distinct();

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async Task<RoomResponse> CreateRoomAsync(string body = "{}") =>
        (await PostAsync("/v2/rooms", Token(), body)).Read(RestJson.Default.RoomResponse);

    public async Task<FakeWorker> StartWorkerAsync(string workerId = "w1")
    {
        var worker = await FakeWorker.StartAsync(WorkerKey);
        await ReportAsync(workerId, worker.Url);
        return worker;
    }

    public async Task ReportAsync(
        string workerId, string url, WorkerState state = WorkerState.Ready, int participants = 0,
        IReadOnlyList<RoomReport>? rooms = null)
    {
        var report = new WorkerReport
        {
            Url = url,
            State = state,
            Capacity = 100,
            Participants = participants,
            Rooms = rooms ?? [],
        };
        var reply = await SendAsync(
            HttpMethod.Put,
            $"/internal/workers/{workerId}",
            WorkerToken(workerId),
            Json(JsonSerializer.Serialize(report, InternalJson.Default.WorkerReport)));
        Assert.Equal(200, reply.Status);
    }

    public Task<Reply> TryJoinAsync(string roomId, string token, JoinRequest? request = null)
    {
        KeepPrivate(request?.DisplayName);
        return PostAsync(
            $"/v2/rooms/{roomId}/join", token, request ?? new JoinRequest { Offer = "v=0\r\n" }, RestJson.Default.JoinRequest);
    }

    public async Task<JoinResponse> JoinAsync(string roomId, string token, JoinRequest? request = null) =>
        (await TryJoinAsync(roomId, token, request)).Read(RestJson.Default.JoinResponse);

    public static Ticket TicketOf(JoinResponse joined) =>
        TestJwt.Payload(joined.Ticket.Token).Deserialize(TokensJson.Default.Ticket)!;
}
