using System.Net.WebSockets;
using Serverless.Local.PubSub.Http;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Tokens;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>
/// The handshake of <c>/client/hubs/{hub}</c>. New clients are refused before the upgrade, recoveries after it: the
/// official client reconnects without any pause when a new connection is accepted and then closed with 1008, and
/// retries a recovery for 30 s when that is refused with an HTTP status.
/// </summary>
internal sealed class ClientEndpoint(
    PubSubEmulator emulator, AccessTokens tokens, PubSubEmulatorOptions options, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var hub = (string?)context.Request.RouteValues["hub"] ?? context.Request.Query["hub"];
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ServiceError.BadRequest("The request is not a WebSocket handshake.").ExecuteAsync(context);
        }
        else if (!HubName.TryParse(hub, out var name))
        {
            await ServiceError.BadRequest("The hub name is invalid.", "hub").ExecuteAsync(context);
        }
        else if (!Subprotocol.TrySelect(offered, out var protocol, out var subprotocol))
        {
            await ServiceError.BadRequest("None of the offered subprotocols is supported.").ExecuteAsync(context);
        }
        else if (context.Request.Query["awps_connection_id"] is [{ Length: > 0 } connectionId])
        {
            // Comes with the first connection's access token, which may have expired long ago and is not looked at.
            await RecoverAsync(context, emulator.Hub(name), connectionId, protocol, subprotocol);
        }
        else
        {
            await ConnectAsync(context, emulator.Hub(name), name, protocol, subprotocol);
        }
    }

    private async Task ConnectAsync(
        HttpContext context, PubSubHub hub, string hubName, ClientProtocol protocol, string? subprotocol)
    {
        if (await tokens.ReadClientAsync(context.Request, hubName) is not { } claims)
        {
            await ServiceError.Unauthorized().ExecuteAsync(context);
            return;
        }

        if (!claims.Groups.All(group => GroupName.IsValid(group)))
        {
            await ServiceError.BadRequest("The token names an invalid group.", "webpubsub.group").ExecuteAsync(context);
            return;
        }

        if (!SimpleClientMode.TryParse(context.Request.Query, out var simple))
        {
            await ServiceError.BadRequest("The mode or its group is invalid.", "webpubsub_mode").ExecuteAsync(context);
            return;
        }

        using var socket = await AcceptAsync(context, subprotocol);
        using var transport = new ClientSocket(socket, protocol, options, time);
        var request = new ConnectRequest
        {
            Protocol = protocol,
            UserId = claims.UserId,
            Roles = claims.Roles,
            Groups = claims.Groups,
        };
        var connection = hub.Connect(request, transport);
        await new ClientSession(hub, connection, socket, transport, simple, options.Limits).RunAsync();
    }

    private async Task RecoverAsync(
        HttpContext context, PubSubHub hub, string connectionId, ClientProtocol protocol, string? subprotocol)
    {
        using var socket = await AcceptAsync(context, subprotocol);
        using var transport = new ClientSocket(socket, protocol, options, time);
        var token = (string?)context.Request.Query["awps_reconnection_token"] ?? string.Empty;
        var connection = protocol == ClientProtocol.ReliableJson ? hub.Recover(connectionId, token, transport) : null;
        if (connection is not null)
        {
            var session = new ClientSession(hub, connection, socket, transport, SimpleClientMode.None, options.Limits);
            await session.RunAsync();
            return;
        }

        transport.Close(CloseReason.RecoveryRefused);
        await transport.SendAllAsync();
        await new FrameReader(socket, options.Limits.FrameBytes).TryDrainAsync(transport.Aborted);
    }

    private Task<WebSocket> AcceptAsync(HttpContext context, string? subprotocol) =>
        context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = subprotocol,
            KeepAliveInterval = options.KeepAliveInterval,
            KeepAliveTimeout = options.KeepAliveInterval,
        });
}
