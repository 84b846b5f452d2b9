using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Interop.OpenSsl;
using Serverless.Worker.Health;
using Serverless.Worker.Http;
using Serverless.Worker.Media;
using Serverless.Worker.Rooms;

namespace Serverless.Worker.Warming;

/// <summary>
/// A room that nobody sees: a host and a viewer join, shake hands, send and watch, over the same code as real ones but with media
/// sockets of its own on loopback, and with functions and signaling that only say yes.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    private const string RoomId = "warm-up";
    private const string SessionId = "s-warm-up";

    /// <summary>Enough that the methods of the packet path are called often, few enough that it takes some 100 ms.</summary>
    private const int Packets = 300;

    private const long TurnMicroseconds = 500;

    private static readonly TrackSource[] Sources = [TrackSource.Microphone, TrackSource.Camera];

    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly IServiceProvider _services;
    private readonly UnreadMeters _meters = new();
    private readonly OpenRooms _rooms;
    private readonly MediaPlane _media;
    private readonly TransportEndpoint _endpoint;
    private readonly OpenSslDtlsFactory _dtls;
    private readonly WarmUpPeer _host;
    private readonly WarmUpPeer _viewer;

    public Rehearsal(WorkerOptions options, TimeProvider time, IServiceProvider services)
    {
        _options = options with
        {
            UdpBindAddress = IPAddress.Loopback,
            AdvertisedAddresses = [IPAddress.Loopback],
            BaseUdpPort = 0,
            TcpPort = null,
            // Host and viewer are on different ones, so that the way between them is warm as well.
            Shards = Math.Min(options.Shards, 2),
        };
        _time = time;
        _services = services;
        var drops = new Drops(_meters);
        _rooms = new OpenRooms(drops);
        _media = new MediaPlane(_options, _rooms, time, _meters, services.GetRequiredService<ILogger<MediaPlane>>());
        var room = new RoomServices(
            _media, new SilentFunctions(), new SilentSignaling(), time, drops, services.GetRequiredService<ILogger<LiveRoom>>());
        _endpoint = new TransportEndpoint(
            services.GetRequiredService<TicketVerifier>(),
            new RoomDirectory(_rooms, room, _options),
            services.GetRequiredService<WorkerStatus>(),
            time);
        _dtls = new OpenSslDtlsFactory(time);
        _host = new WarmUpPeer(_dtls, publishes: true);
        _viewer = new WarmUpPeer(_dtls, publishes: false);
    }

    /// <returns>Whether the viewer got media. If not, the first real ones take longer, and that is all.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await JoinAsync("host", _host, ParticipantMode.SendAndReceive, cancellation);
        await JoinAsync("viewer", _viewer, ParticipantMode.ReceiveOnly, cancellation);
        Say("host", new PublishMessage([.. Sources.Select(source => new TrackState(source, TrackActivity.Live))]), Groups.Signaling);
        Say("viewer", new SyncMessage(0), Groups.Signaling);
        Say("viewer", new ChatMessage("c-1", "warm-up"), Groups.Up);
        var hasPlayed = Play(cancellation);

        using var again = new WarmUpPeer(_dtls, publishes: false);
        await JoinAsync("viewer", again, ParticipantMode.ReceiveOnly, cancellation, resume: true);
        foreach (var room in _rooms.All)
        {
            await room.StopAsync(TimeSpan.Zero);
        }

        return hasPlayed;
    }

    public void Dispose()
    {
        _host.Dispose();
        _viewer.Dispose();
        _media.Dispose();
        _dtls.Dispose();
        _meters.Dispose();
    }

    /// <summary>As functions call it, but for the socket; the answer is written as it would be to them.</summary>
    private async Task JoinAsync(
        string name, WarmUpPeer peer, ParticipantMode mode, CancellationToken cancellation, bool resume = false)
    {
        var request = new CreateTransportRequest
        {
            Ticket = Sign(name, mode),
            Epoch = 1,
            Offer = peer.Offer(),
            Publish = mode == ParticipantMode.SendAndReceive
                ? [new PublishSection("audio", TrackSource.Microphone), new PublishSection("video", TrackSource.Camera)]
                : [],
            Resume = resume,
        };
        using var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = _services, RequestAborted = cancellation };
        http.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(
            request, InternalJson.Default.CreateTransportRequest));
        http.Response.Body = answer;
        await (await _endpoint.PostAsync(http)).ExecuteAsync(http);
        answer.Position = 0;
        var response = http.Response.StatusCode == StatusCodes.Status200OK
            ? await JsonSerializer.DeserializeAsync(answer, InternalJson.Default.CreateTransportResponse, cancellation)
            : null;
        peer.Take(MonotonicClock.Now, response?.Answer ?? throw new FormatException(
            $"The rehearsed join was answered with {http.Response.StatusCode}."));
    }

    private bool Play(CancellationToken cancellation)
    {
        for (var sent = 0; !cancellation.IsCancellationRequested && _viewer.Received < Packets;)
        {
            var now = MonotonicClock.Now;
            _host.Turn(now);
            _viewer.Turn(now);
            if (_host.IsConnected && _viewer.IsConnected && sent < 4 * Packets)
            {
                _host.Publish();
                if (sent++ % 32 == 0)
                {
                    _viewer.Complain();
                }
            }

            _viewer.Poller.Wait(TurnMicroseconds);
        }

        return _viewer.Received >= Packets;
    }

    private void Say(string name, ClientMessage message, Func<string, string> group) => _rooms.Received(
        group(RoomId), KeyOf(name), JsonSerializer.SerializeToUtf8Bytes(message, SignalingJson.Default.ClientMessage));

    private string Sign(string name, ParticipantMode mode)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var ticket = new Ticket
        {
            IssuedAt = now,
            ExpiresAt = now + 60,
            TenantId = "t-warm-up",
            RoomId = RoomId,
            SessionId = SessionId,
            ParticipantId = $"p-{name}",
            ConnectionKey = KeyOf(name),
            DisplayName = name,
            Mode = mode,
            Publish = mode == ParticipantMode.SendAndReceive ? Sources : [],
            MayChat = true,
            MayModerate = false,
            TokenEpoch = 0,
        };
        var credentials = new SigningCredentials(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_options.WorkerKey)), SecurityAlgorithms.HmacSha256);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(ticket, TokensJson.Default.Ticket), credentials);
    }

    private static string KeyOf(string name) => $"k-{name}";
}
