using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Tenants;
using Serverless.Interop.OpenSsl;
using Serverless.Worker.Media;
using Serverless.Worker.Warming;

namespace Serverless.Local.Tests.Systems;

/// <summary>The whole system: what goes over real sockets is found again in the back end's statistics.</summary>
public sealed class QualityStatsTests : IAsyncLifetime
{
    private const int Packets = 100;
    private const long TurnMicroseconds = 500;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-");
    private LocalSystem? _system;
    private HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        var options = new LocalOptions { Port = 0, UdpPort = 0, TcpPort = 0, DataFolder = _folder.FullName };
        _system = await LocalSystem.StartAsync(options, TestContext.Current.CancellationToken);
        _http = new HttpClient { BaseAddress = _system.Studio };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token());
    }

    public async ValueTask DisposeAsync()
    {
        _http!.Dispose();
        await _system!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_host_sent_and_a_viewer_got_is_in_the_sessions_and_the_participants_stats()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var dtls = new OpenSslDtlsFactory(TimeProvider.System);
        using var host = new WarmUpPeer(dtls, publishes: true);
        using var viewer = new WarmUpPeer(dtls, publishes: false);
        var room = await PostAsync(
            "v2/rooms", JsonContent.Create(new CreateRoomRequest { StagePolicy = StagePolicy.Open }, RestJson.Default.CreateRoomRequest),
            RestJson.Default.RoomResponse);
        var hosting = await JoinAsync(room.RoomId, host, ParticipantMode.SendAndReceive);
        var watching = await JoinAsync(room.RoomId, viewer, ParticipantMode.ReceiveOnly);

        Play(host, viewer, limit.Token);
        await LeaveAsync(room.RoomId, watching);
        await LeaveAsync(room.RoomId, hosting);

        var session = hosting.Session.SessionId;
        var sent = await PollAsync(session, hosting, point => point.AverageSendVideoBitrate > 0, limit.Token);
        var got = await PollAsync(session, watching, point => point.AverageRecvVideoBitrate > 0, limit.Token);
        var all = await GetAsync($"v2/sessions/{session}/stats", BackEndJson.Default.SessionStatsResponse, limit.Token);
        Assert.Contains(sent, point => point.AverageSendAudioBitrate > 0);
        Assert.All(sent, point => Assert.Null(point.AverageRecvVideoBitrate));
        Assert.Contains(got, point => point is { AverageRecvAudioBitrate: > 0, QualityScore.Video: not null });
        Assert.All(got, point => Assert.Null(point.AverageSendVideoBitrate));
        Assert.Contains(all.Stats, point => point.AverageSendVideoBitrate > 0);
    }

    private static void Play(WarmUpPeer host, WarmUpPeer viewer, CancellationToken cancellation)
    {
        while (viewer.Received < Packets)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = MonotonicClock.Now;
            host.Turn(now);
            viewer.Turn(now);
            if (host.IsConnected && viewer.IsConnected)
            {
                host.Publish();
            }

            viewer.Poller.Wait(TurnMicroseconds);
        }
    }

    private async Task<JoinResponse> JoinAsync(string roomId, WarmUpPeer peer, ParticipantMode mode)
    {
        var request = new JoinRequest
        {
            Mode = mode,
            DisplayName = "Peer",
            Offer = peer.Offer(),
            Publish = mode == ParticipantMode.SendAndReceive
                ? [new PublishSection("audio", TrackSource.Microphone), new PublishSection("video", TrackSource.Camera)]
                : [],
        };
        var joined = await PostAsync(
            $"v2/rooms/{roomId}/join", JsonContent.Create(request, RestJson.Default.JoinRequest), RestJson.Default.JoinResponse);
        peer.Take(MonotonicClock.Now, joined.Answer!);
        return joined;
    }

    private async Task LeaveAsync(string roomId, JoinResponse joined)
    {
        var body = JsonContent.Create(new LeaveRequest(joined.Ticket.Token), RestJson.Default.LeaveRequest);
        using var response = await _http!.PostAsync(new Uri($"v2/rooms/{roomId}/leave", UriKind.Relative), body);
        Assert.True(response.IsSuccessStatusCode);
    }

    /// <summary>The worker tells functions when the session ends; nothing else says when that was.</summary>
    private async Task<IReadOnlyList<QualityPoint>> PollAsync(
        string session, JoinResponse person, Predicate<QualityPoint> awaited, CancellationToken cancellation)
    {
        var path = $"v2/sessions/{session}/participant/{person.Participant.ParticipantId}/stats";
        while (true)
        {
            var stats = await GetAsync(path, BackEndJson.Default.ParticipantStatsResponse, cancellation);
            if (stats.Stats.Any(point => awaited(point)))
            {
                return stats.Stats;
            }

            await Task.Delay(50, cancellation);
        }
    }

    private async Task<T> GetAsync<T>(
        string path, JsonTypeInfo<T> json, CancellationToken cancellation)
    {
        using var response = await _http!.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync(json, cancellation))!;
    }

    private async Task<T> PostAsync<T>(
        string path, HttpContent body, JsonTypeInfo<T> json)
    {
        using var response = await _http!.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync(json))!;
    }

    private string Token()
    {
        var tenant = DevelopmentTenant.LoadOrCreate(_system!.DataFolder);
        var descriptor = new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                ["apikey"] = tenant.ApiKey,
                ["permissions"] = new[] { "allow_join", "allow_mod" },
                ["version"] = 2,
            },
            Expires = DateTime.UtcNow.AddHours(1),
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(tenant.Secret)), SecurityAlgorithms.HmacSha256),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }
}
