using Serverless.Local.PubSub.Faults;
using Serverless.Local.PubSub.Http;
using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Tokens;
using Serverless.Local.PubSub.Upstream;

namespace Serverless.Local.PubSub.Sockets;

/// <summary>
/// The handshake of <c>/client/hubs/{hub}</c>. New clients are refused before the upgrade, recoveries after it: the
/// official client reconnects without any pause when a new connection is accepted and then closed with 1008, and
/// retries a recovery for 30 s when that is refused with an HTTP status.
/// </summary>
internal sealed class ClientEndpoint(
    PubSubEmulator emulator,
    AccessTokens tokens,
    UpstreamConnections upstreams,
    SocketSessions sessions,
    PubSubEmulatorOptions options,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var hub = (string?)context.Request.RouteValues["hub"] ?? context.Request.Query["hub"];
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ServiceError.BadRequest("The request is not a WebSocket handshake.").ExecuteAsync(context);
        }
        else if (!HubName.TryParse(hub, out var name))
        {
            await ServiceError.BadRequest("The hub name is invalid.", "hub").ExecuteAsync(context);
        }
        else if (context.Request.Query["awps_connection_id"] is [{ Length: > 0 } connectionId])
        {
            if (await PassesAsync(context, PubSubFaultPoint.Recovery, name))
            {
                // Comes with the first connection's access token, which may have expired long ago and is not looked at.
                await RecoverAsync(context, name, connectionId);
            }
        }
        else if (await PassesAsync(context, PubSubFaultPoint.Handshake, name))
        {
            await ConnectAsync(context, name);
        }
    }

    private async Task ConnectAsync(HttpContext context, string hub)
    {
        if (await tokens.ReadClientAsync(context.Request, hub) is not { } claims)
        {
            await ServiceError.Unauthorized().ExecuteAsync(context);
        }
        else if (!claims.Groups.All(group => GroupName.IsValid(group)))
        {
            await ServiceError.BadRequest("The token names an invalid group.", "webpubsub.group").ExecuteAsync(context);
        }
        else if (!SimpleClientMode.TryParse(context.Request.Query, out var simple))
        {
            await ServiceError.BadRequest("The mode or its group is invalid.", "webpubsub_mode").ExecuteAsync(context);
        }
        else if (emulator.Connections >= options.Limits.Connections)
        {
            await ServiceError.TooManyConnections().ExecuteAsync(context);
        }
        else
        {
            await ConnectAsync(context, hub, claims, simple);
        }
    }

    private async Task ConnectAsync(HttpContext context, string hub, ClientClaims claims, SimpleClientMode simple)
    {
        var id = ConnectRequest.NewId();
        var upstream = upstreams.Create(new UpstreamIdentity
        {
            Hub = hub,
            ConnectionId = id,
            Origin = context.Request.Host.Value ?? string.Empty,
            UserId = claims.UserId,
        });
        var verdict = await upstream.ConnectAsync(ConnectQuestion.Of(context.Request, claims.All));
        if (verdict.RefusedWith is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (!Subprotocol.TrySelect(offered, verdict.Answer.Subprotocol, out var protocol, out var subprotocol))
        {
            await ServiceError.BadRequest("None of the offered subprotocols is supported.").ExecuteAsync(context);
            return;
        }

        var answer = verdict.Answer;
        var request = new ConnectRequest
        {
            Id = id,
            Events = upstream,
            Protocol = protocol,
            UserId = answer.UserId ?? claims.UserId,
            Roles = answer.Roles ?? claims.Roles,
            Groups = answer.Groups is { Count: > 0 } groups ? groups : claims.Groups,
        };
        upstream.Settle(request.UserId, subprotocol);
        await sessions.RunAsync(context, hub, request, simple, subprotocol);
    }

    private async Task RecoverAsync(HttpContext context, string hub, string connectionId)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        if (!Subprotocol.TrySelect(offered, chosen: null, out var protocol, out var subprotocol))
        {
            await ServiceError.BadRequest("None of the offered subprotocols is supported.").ExecuteAsync(context);
            return;
        }

        var token = (string?)context.Request.Query["awps_reconnection_token"] ?? string.Empty;
        await sessions.ResumeAsync(context, hub, connectionId, token, protocol, subprotocol);
    }

    /// <summary>False when a fault has ended the handshake.</summary>
    private async ValueTask<bool> PassesAsync(HttpContext context, PubSubFaultPoint point, string hub)
    {
        var fault = emulator.Faults.Take(point, hub);
        switch (fault?.Action)
        {
            case PubSubFaultAction.Refuse:
                await ServiceError.Fault(fault).ExecuteAsync(context);
                return false;
            case PubSubFaultAction.Delay:
                await Task.Delay(fault.Delay, time, context.RequestAborted);
                return true;
            case null:
                return true;
            default:
                context.Abort();
                return false;
        }
    }
}
