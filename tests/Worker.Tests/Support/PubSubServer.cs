using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Worker.Tests.Support;

/// <summary>
/// The service's side of json.reliable.webpubsub.azure.v1 for one client, with the faults a test wants. It keeps the
/// connection over lost sockets, as the service does.
/// </summary>
internal sealed class PubSubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly HashSet<ulong> _done = [];
    private readonly HashSet<string> _groups = [];
    private readonly SortedDictionary<ulong, byte[]> _unacknowledged = [];
    private WebSocket? _socket;
    private ulong _sequence;
    private int _connections;

    private PubSubServer(WebApplication app) => _app = app;

    /// <summary>What was carried out: a repeated ackId is not.</summary>
    public Journal<JsonObject> Frames { get; } = new();

    /// <summary>"new" or "recovered", by socket.</summary>
    public Journal<string> Sockets { get; } = new();

    public Journal<ulong> SequenceAcks { get; } = new();

    public int LargestBacklog { get; private set; }

    public bool RefuseRecovery { get; set; }

    /// <summary>Carry requests out, but never say so.</summary>
    public bool SwallowAcks { get; set; }

    public string? RefuseJoinOf { get; set; }

    public Uri Url => new($"{_app.Urls.First().Replace("http", "ws", StringComparison.Ordinal)}/client/hubs/live?access_token=x");

    public static async Task<PubSubServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new PubSubServer(app);
        app.UseWebSockets();
        app.Map("/client/hubs/live", server.AcceptAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _sending.Dispose();
    }

    /// <summary>A client sends to a group.</summary>
    public async Task DeliverAsync(string group, string? from, string json)
    {
        await _sending.WaitAsync();
        try
        {
            await DeliverInOrderAsync(++_sequence, group, from, json);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The path breaks; the connection lives on.</summary>
    public void BreakSocket() => _socket!.Abort();

    public IReadOnlyList<string> Groups
    {
        get
        {
            lock (_groups)
            {
                return [.. _groups.Order(StringComparer.Ordinal)];
            }
        }
    }

    private async Task DeliverInOrderAsync(ulong sequence, string group, string? from, string json)
    {
        var frame = Encoding.UTF8.GetBytes(
            $"{{\"sequenceId\":{sequence},\"type\":\"message\",\"from\":\"group\",\"group\":\"{group}\"," +
            $"\"fromUserId\":{JsonSerializer.Serialize(from)},\"dataType\":\"json\",\"data\":{json}}}");
        lock (_unacknowledged)
        {
            _unacknowledged[sequence] = frame;
            LargestBacklog = Math.Max(LargestBacklog, _unacknowledged.Count);
        }

        await SendNextAsync(frame);
    }

    private async Task AcceptAsync(HttpContext http)
    {
        var socket = await http.WebSockets.AcceptWebSocketAsync("json.reliable.webpubsub.azure.v1");
        if (http.Request.Query.ContainsKey("awps_connection_id"))
        {
            if (RefuseRecovery || http.Request.Query["awps_reconnection_token"] != $"t{_connections}")
            {
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "unknown", http.RequestAborted);
                return;
            }

            await BeginAsync(socket, RecoverAsync);
            Sockets.Add("recovered");
        }
        else
        {
            await BeginAsync(socket, OpenAsync);
            Sockets.Add("new");
        }

        try
        {
            await ReadAsync(socket, http.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The socket broke, as tests ask it to.
        }
    }

    /// <summary>Nothing is delivered on the new socket before what belongs in front of it, as the service numbers and replays in order.</summary>
    private async Task BeginAsync(WebSocket socket, Func<Task> begin)
    {
        await _sending.WaitAsync();
        try
        {
            _socket = socket;
            await begin();
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task RecoverAsync()
    {
        byte[][] replay;
        lock (_unacknowledged)
        {
            replay = [.. _unacknowledged.Values];
        }

        foreach (var frame in replay)
        {
            await SendNextAsync(frame);
        }
    }

    private async Task OpenAsync()
    {
        _connections++;
        _sequence = 0;
        _done.Clear();
        lock (_groups)
        {
            _groups.Clear();
        }

        lock (_unacknowledged)
        {
            _unacknowledged.Clear();
        }

        await SendNextAsync(Encoding.UTF8.GetBytes(
            $"{{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"w\",\"connectionId\":\"c{_connections}\",\"reconnectionToken\":\"t{_connections}\"}}"));
    }

    private async Task ReadAsync(WebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                Sockets.Add($"closed {(int?)socket.CloseStatus}");
                return;
            }

            await HandleAsync(JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject());
        }
    }

    private async Task HandleAsync(JsonObject frame)
    {
        var type = (string)frame["type"]!;
        if (type == "sequenceAck")
        {
            var upTo = (ulong)frame["sequenceId"]!;
            lock (_unacknowledged)
            {
                foreach (var sequence in _unacknowledged.Keys.Where(one => one <= upTo).ToArray())
                {
                    _unacknowledged.Remove(sequence);
                }
            }

            SequenceAcks.Add(upTo);
            return;
        }

        if (frame["ackId"] is not { } number)
        {
            Frames.Add(frame);
            return;
        }

        var ackId = (ulong)number;
        var group = (string)frame["group"]!;
        if (type == "joinGroup" && group == RefuseJoinOf)
        {
            await SendAsync(Encoding.UTF8.GetBytes(
                $"{{\"type\":\"ack\",\"ackId\":{ackId},\"success\":false,\"error\":{{\"name\":\"Forbidden\",\"message\":\"no\"}}}}"));
            return;
        }

        var first = _done.Add(ackId);
        if (first)
        {
            lock (_groups)
            {
                _ = type == "joinGroup" ? _groups.Add(group) : type == "leaveGroup" && _groups.Remove(group);
            }

            Frames.Add(frame);
        }

        if (!SwallowAcks)
        {
            await SendAsync(Encoding.UTF8.GetBytes(first
                ? $"{{\"type\":\"ack\",\"ackId\":{ackId},\"success\":true}}"
                : $"{{\"type\":\"ack\",\"ackId\":{ackId},\"success\":false,\"error\":{{\"name\":\"Duplicate\"}}}}"));
        }
    }

    private async Task SendAsync(byte[] frame)
    {
        await _sending.WaitAsync();
        try
        {
            await SendNextAsync(frame);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Only by who has the turn.</summary>
    private async Task SendNextAsync(byte[] frame)
    {
        try
        {
            if (_socket is { State: WebSocketState.Open } socket)
            {
                await socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Kept for the replay.
        }
    }
}
