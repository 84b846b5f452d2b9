using System.Net.WebSockets;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>Accepts a handshake and runs the socket for as long as it lasts.</summary>
internal sealed class SocketSessions(PubSubEmulator emulator, PubSubEmulatorOptions options, TimeProvider time)
{
    public async Task RunAsync(
        HttpContext context, string hubName, ConnectRequest request, SimpleClientMode simple, string? subprotocol)
    {
        using var socket = await AcceptAsync(context, subprotocol);
        using var transport = new ClientSocket(socket, request.Protocol, options, time);
        var hub = emulator.Hub(hubName);
        var connection = hub.Connect(request, transport);
        await RunAsync(hubName, hub, connection, socket, transport, simple);
    }

    public async Task ResumeAsync(
        HttpContext context, string hubName, string connectionId, string token, ClientProtocol protocol,
        string? subprotocol)
    {
        using var socket = await AcceptAsync(context, subprotocol);
        using var transport = new ClientSocket(socket, protocol, options, time);
        var hub = emulator.Hub(hubName);
        if (protocol == ClientProtocol.ReliableJson && hub.Recover(connectionId, token, transport) is { } connection)
        {
            await RunAsync(hubName, hub, connection, socket, transport, SimpleClientMode.None);
            return;
        }

        transport.Close(CloseReason.RecoveryRefused);
        await transport.SendAllAsync();
        await new FrameReader(socket, options.Limits.FrameBytes).TryDrainAsync(transport.Aborted);
    }

    private Task RunAsync(
        string hubName, PubSubHub hub, ClientConnection connection, WebSocket socket, ClientSocket transport,
        SimpleClientMode simple)
    {
        var frames = new FrameHandling(hub, hubName, connection, emulator.Faults, time);
        return new ClientSession(hub, connection, socket, transport, frames, simple, options.Limits).RunAsync();
    }

    private Task<WebSocket> AcceptAsync(HttpContext context, string? subprotocol) =>
        context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = subprotocol,
            KeepAliveInterval = options.KeepAliveInterval,
            KeepAliveTimeout = options.KeepAliveInterval,
        });
}
