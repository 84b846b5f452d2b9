using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Serverless.Local.Tests.PubSub;

/// <summary>A client that sees the wire as it is.</summary>
internal sealed class SocketClient : IDisposable
{
    public const string Json = "json.webpubsub.azure.v1";
    public const string Reliable = "json.reliable.webpubsub.azure.v1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[2 * 1024 * 1024];

    private SocketClient()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseDescription => _socket.CloseStatusDescription;

    public static Task<SocketClient> ConnectAsync(
        EmulatorHost host, string protocol, string? userId = "u1", string[]? roles = null, string[]? groups = null) =>
        ConnectRawAsync(host, protocol, $"access_token={TestToken.ForClient(host.Endpoint, userId, roles, groups)}");

    /// <summary>An empty protocol offers none.</summary>
    public static async Task<SocketClient> ConnectRawAsync(
        EmulatorHost host, string protocol, string query, string path = "client/hubs/chat")
    {
        var client = new SocketClient();
        if (protocol.Length > 0)
        {
            client._socket.Options.AddSubProtocol(protocol);
        }

        client._socket.Options.CollectHttpResponseDetails = true;
        var url = new UriBuilder(new Uri(host.Endpoint, path)) { Scheme = "ws", Query = query };
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await client._socket.ConnectAsync(url.Uri, timeout.Token);
        }
        catch (WebSocketException)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, statusCode: client._socket.HttpStatusCode);
        }

        return client;
    }

    public async Task SendAsync(string text) =>
        await SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] payload, WebSocketMessageType type)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.SendAsync(payload, type, endOfMessage: true, timeout.Token);
    }

    /// <summary>The next frame as text, or null when the server closes.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), timeout.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                LastWasBinary = result.MessageType == WebSocketMessageType.Binary;
                return Encoding.UTF8.GetString(_buffer, 0, length);
            }
        }
    }

    public bool LastWasBinary { get; private set; }

    public async Task<JsonObject> ReceiveAsync() => JsonNode.Parse((await ReceiveTextAsync())!)!.AsObject();

    /// <summary>Sends a frame and returns the answer.</summary>
    public async Task<JsonObject> AskAsync(string frame)
    {
        await SendAsync(frame);
        return await ReceiveAsync();
    }

    /// <summary>Reads on until the server closes, and returns the code.</summary>
    public async Task<int> UntilClosedAsync()
    {
        while (await ReceiveTextAsync() is not null)
        {
        }

        using var timeout = new CancellationTokenSource(Patience);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
        return (int)CloseStatus!;
    }

    public async Task CloseAsync(WebSocketCloseStatus code)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.CloseAsync(code, null, timeout.Token);
    }

    /// <summary>Drops the connection as a dead network does.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
