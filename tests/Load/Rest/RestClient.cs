using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Load.Peers;

namespace Serverless.Load.Rest;

/// <summary>The calls that bring participants into a room.</summary>
internal sealed class RestClient : IDisposable
{
    private const int Connections = 64;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly string _token;

    public RestClient(Uri system, string token)
    {
        _token = token;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
        {
            BaseAddress = system,
            Timeout = Timeout,
        };
    }

    /// <returns>The id of a new room in which everybody may publish.</returns>
    public async Task<string> CreateRoomAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(
            "v2/rooms",
            JsonContent.Create(new CreateRoomRequest { StagePolicy = StagePolicy.Open }, RestJson.Default.CreateRoomRequest),
            cancellation);
        var room = await response.Content.ReadFromJsonAsync(RestJson.Default.RoomResponse, cancellation);
        return room?.RoomId ?? throw new RestFailure("The answer to the new room is empty.");
    }

    /// <returns>The SDP answer.</returns>
    /// <exception cref="RestFailure">The join was refused; the message has the status and the problem.</exception>
    public Task<string> EnterAsync(
        string roomId, PeerPlan plan, string offer, JoinVia via, CancellationToken cancellation) => via switch
    {
        JoinVia.Join => JoinAsync(roomId, plan, offer, cancellation),
        JoinVia.Whip => WhipAsync(roomId, plan.IsHost ? "whip" : "whep", offer, cancellation),
    };

    public void Dispose() => _http.Dispose();

    private async Task<string> JoinAsync(string roomId, PeerPlan plan, string offer, CancellationToken cancellation)
    {
        var publish = new List<PublishSection>();
        if (plan.Speaks is not null)
        {
            publish.Add(new PublishSection(PeerSections.Microphone, TrackSource.Microphone));
        }

        if (plan.Camera is not null)
        {
            publish.Add(new PublishSection(PeerSections.Camera, TrackSource.Camera));
        }

        var request = new JoinRequest
        {
            Mode = plan.IsHost ? ParticipantMode.SendAndReceive : ParticipantMode.ReceiveOnly,
            DisplayName = $"Load {plan.Number}",
            Offer = offer,
            Publish = publish,
        };
        using var response = await SendAsync(
            $"v2/rooms/{roomId}/join", JsonContent.Create(request, RestJson.Default.JoinRequest), cancellation);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RestFailure($"The join was answered with {(int)response.StatusCode}: the room is not ready.");
        }

        var joined = await response.Content.ReadFromJsonAsync(RestJson.Default.JoinResponse, cancellation);
        return joined?.Answer ?? throw new RestFailure("The join was answered without SDP.");
    }

    private async Task<string> WhipAsync(string roomId, string protocol, string offer, CancellationToken cancellation)
    {
        var content = new StringContent(offer, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        using var response = await SendAsync($"v2/{protocol}?roomId={roomId}", content, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        var response = await _http.SendAsync(request, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var problem = await response.Content.ReadAsStringAsync(cancellation);
        response.Dispose();
        throw new RestFailure($"{path} was answered with {(int)response.StatusCode}: {problem}");
    }
}
