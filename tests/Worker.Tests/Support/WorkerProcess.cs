using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Media;

namespace Serverless.Worker.Tests.Support;

/// <summary>A whole worker on loopback, wired as in production, between a functions server and a Web PubSub server; only media is fake.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private WorkerProcess(WebApplication app, FunctionsServer functions, PubSubServer pubSub, FakeMedia media)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Functions = functions;
        PubSub = pubSub;
        Media = media;
    }

    public FunctionsServer Functions { get; }

    public PubSubServer PubSub { get; }

    public FakeMedia Media { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="capacity">Participants.</param>
    /// <param name="warmUp">Run the path of a packet before it reports ready.</param>
    /// <param name="withMedia">Real shards on sockets of their own, in place of <see cref="Media"/>.</param>
    public static async Task<WorkerProcess> StartAsync(int capacity = 100, bool warmUp = false, bool withMedia = false)
    {
        var functions = await FunctionsServer.StartAsync();
        var pubSub = await PubSubServer.StartAsync();
        functions.PubSubUrl = pubSub.Url;
        var media = new FakeMedia();
        var builder = WebApplication.CreateSlimBuilder();
        var url = $"http://127.0.0.1:{FreePort()}";
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Services.AddWorker(new WorkerOptions
        {
            WorkerId = "w-1",
            InternalUrl = new Uri(url),
            FunctionsUrl = functions.Url,
            WorkerKey = FunctionsServer.Key,
            AdvertisedAddresses = [IPAddress.Loopback],
            Capacity = capacity,
            DrainLimit = TimeSpan.Zero,
            WarmUp = warmUp,
            BaseUdpPort = 0,
        });
        if (!withMedia)
        {
            builder.Services.AddSingleton<IMediaPlane>(media);
        }

        var app = builder.Build();
        app.MapWorker();
        await app.StartAsync();
        var worker = new WorkerProcess(app, functions, pubSub, media);
        await functions.Reports.FirstAsync(report => report.State == WorkerState.Ready);
        return worker;
    }

    public Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        await PubSub.DisposeAsync();
        await Functions.DisposeAsync();
    }

    /// <summary>Signs anything, to be able to sign wrongly.</summary>
    public static string Sign(string payload, string key = FunctionsServer.Key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            payload,
            new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256));

    public static string Sign(Ticket ticket, long lifetime = 600)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var timed = ticket with { IssuedAt = now, ExpiresAt = now + lifetime };
        return Sign(JsonSerializer.Serialize(timed, TokensJson.Default.Ticket));
    }

    public static string InternalToken(long lifetime = 60, string audience = "internal")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new InternalToken
        {
            Audience = audience,
            Caller = "functions",
            IssuedAt = now,
            ExpiresAt = now + lifetime,
        };
        return Sign(JsonSerializer.Serialize(token, TokensJson.Default.InternalToken));
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? bearer)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body) =>
        SendAsync(HttpMethod.Post, path, body, InternalToken());

    public Task<HttpResponseMessage> PostJoinAsync(Ticket ticket, int epoch = 1, string? offer = "v=0 offer", bool resume = false) =>
        PostAsync("/internal/transports", Body(Sign(ticket), epoch, offer, resume));

    public static string Body(string ticket, int epoch = 1, string? offer = "v=0 offer", bool resume = false) =>
        JsonSerializer.Serialize(
            new CreateTransportRequest
            {
                Ticket = ticket,
                Epoch = epoch,
                Offer = offer,
                Publish = [new PublishSection("0", TrackSource.Camera)],
                Resume = resume,
            },
            InternalJson.Default.CreateTransportRequest);

    public async Task<CreateTransportResponse> JoinAsync(Ticket ticket, int epoch = 1)
    {
        using var response = await PostJoinAsync(ticket, epoch);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, InternalJson.Default.CreateTransportResponse)!;
    }

    /// <summary>The problem of an answer, checked for its shape.</summary>
    public static async Task<(int Status, string Code)> ProblemOfAsync(HttpResponseMessage response)
    {
        var problem = JsonSerializer.Deserialize(
            await response.Content.ReadAsStringAsync(), RestJson.Default.Problem)!;
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.Equal($"urn:serverless-live:problem:{problem.Code}", problem.Type);
        return (problem.Status, problem.Code);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
