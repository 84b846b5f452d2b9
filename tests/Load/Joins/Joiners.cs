using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Load.Measure;
using Serverless.Load.Rest;

namespace Serverless.Load.Joins;

/// <summary>People who join the control plane's rooms, each once, and what became of it.</summary>
internal sealed class Joiners : IDisposable
{
    /// <summary>As long as a viewer's offer.</summary>
    private static readonly string Offer = string.Concat("v=0\r\n", string.Concat(Enumerable.Repeat("a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack pli\r\n", 80)));

    private readonly JoinToken _tokens = new(ControlPlaneChild.ApiKey, ControlPlaneChild.Secret);
    private readonly JoinToken _worker = new("worker", ControlPlaneChild.WorkerKey);
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Histogram _times = new();
    private readonly byte[] _body;
    private string[] _rooms = [];
    private long _number;
    private long _errors;
    private string? _lastError;

    public Joiners(Uri functions, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = functions };
        var request = new JoinRequest { Mode = ParticipantMode.ReceiveOnly, DisplayName = "Load", Offer = Offer };
        _body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(request, RestJson.Default.JoinRequest);
    }

    /// <summary>Microseconds, and failures, since the start.</summary>
    public (Histogram Times, long Errors, string? LastError) Count()
    {
        lock (_lock)
        {
            return (_times.Copy(), _errors, _lastError);
        }
    }

    /// <summary>Says that the stand-in is there, again and again as a worker does, until cancelled.</summary>
    public async Task ReportWorkerAsync(Uri worker, CancellationToken cancellation)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(5), _time);
        do
        {
            var report = new WorkerReport
            {
                Url = worker.GetLeftPart(UriPartial.Authority),
                State = WorkerState.Ready,
                Capacity = 10_000_000,
                Participants = 0,
                Rooms = [],
            };
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("internal/workers/load", UriKind.Relative))
            {
                Content = JsonContent.Create(report, InternalJson.Default.WorkerReport),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", InternalBearer());
            using var response = await _http.SendAsync(request, cancellation);
            response.EnsureSuccessStatusCode();
        }
        while (await beat.WaitForNextTickAsync(cancellation));
    }

    public async Task CreateRoomsAsync(int count, CancellationToken cancellation)
    {
        var rooms = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("v2/rooms", UriKind.Relative))
            {
                Content = JsonContent.Create(new CreateRoomRequest(), RestJson.Default.CreateRoomRequest),
            };
            request.Headers.TryAddWithoutValidation("Authorization", _tokens.Sign(null, _time.GetUtcNow()));
            using var response = await _http.SendAsync(request, cancellation);
            var room = response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(RestJson.Default.RoomResponse, cancellation)
                : throw new RestFailure($"A room was refused with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
            rooms.Add(room!.RoomId);
        }

        _rooms = [.. rooms];
    }

    /// <summary>The next person joins the next room.</summary>
    /// <param name="due">Timestamp from which its time counts.</param>
    /// <param name="cancellation">Of the run.</param>
    public async Task JoinAsync(long due, CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _number);
        string? error = null;
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri($"v2/rooms/{_rooms[number % _rooms.Length]}/join", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Authorization", _tokens.Sign($"person-{number}", _time.GetUtcNow()));
            request.Content = new ByteArrayContent(_body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _http.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            error = response.StatusCode == System.Net.HttpStatusCode.OK ? null : $"{(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}";
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            error = problem.Message;
        }

        var took = (long)_time.GetElapsedTime(due).TotalMicroseconds;
        lock (_lock)
        {
            if (error is null)
            {
                _times.Add(took);
            }
            else
            {
                _errors++;
                _lastError = error;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private string InternalBearer()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = System.Text.Json.JsonSerializer.Serialize(
            new InternalToken { Caller = "load", IssuedAt = now, ExpiresAt = now + 60 }, TokensJson.Default.InternalToken);
        return _worker.SignClaims(claims);
    }
}
