using System.Net;
using System.Text.Json;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>
/// What upstream knows of one connection: the numbers of its events, the state that handlers attached to it, their
/// cookies. It lives as long as the session, over all its transports.
/// </summary>
internal sealed class UpstreamConnection(
    UpstreamIdentity identity,
    EventHandlers handlers,
    UpstreamSender sender,
    NotificationQueue notifications,
    CancellationToken stopping) : IConnectionEvents
{
    private static readonly ReadOnlyMemory<byte> EmptyBody = "{}"u8.ToArray();

    private readonly CookieContainer _cookies = new();
    private readonly TaskCompletionSource _connectedSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private UpstreamIdentity _identity = identity;
    private string? _state;
    private ulong _lastId;

    /// <summary>Asks the connect handler, if the hub has one. Comes before everything else, as event 0.</summary>
    public async Task<ConnectVerdict> ConnectAsync(ConnectQuestion question)
    {
        if (handlers.ForSystem(_identity.Hub, "connect") is not { } handler)
        {
            return ConnectVerdict.Accept(ConnectAnswer.AsTheTokenSays);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(question, UpstreamJson.Default.ConnectQuestion);
        UpstreamAnswer answer;
        try
        {
            answer = await SendAsync(handler, UpstreamEvent.System("connect", 0, state: null, body), stopping);
        }
        catch (OperationCanceledException)
        {
            return ConnectVerdict.Refuse(StatusCodes.Status503ServiceUnavailable);
        }

        return answer switch
        {
            { Status: 0 } => ConnectVerdict.Refuse(StatusCodes.Status500InternalServerError),
            { IsSuccess: false } => ConnectVerdict.Refuse(answer.Status),
            { Body: [] } => ConnectVerdict.Accept(ConnectAnswer.AsTheTokenSays),
            _ => Parse(answer.Body),
        };
    }

    /// <summary>What was decided by the time the client is let in.</summary>
    public void Settle(string? userId, string? subprotocol) =>
        _identity = _identity with { UserId = userId, Subprotocol = subprotocol };

    public void HandleConnected()
    {
        if (handlers.ForSystem(_identity.Hub, "connected") is not { } handler)
        {
            _connectedSent.SetResult();
            return;
        }

        var cloudEvent = UpstreamEvent.System("connected", NextId(), _state, EmptyBody);
        notifications.Enqueue(async cancellation =>
        {
            await SendAsync(handler, cloudEvent, cancellation);
            _connectedSent.SetResult();
        });
    }

    public void HandleEnded(string reason)
    {
        if (handlers.ForSystem(_identity.Hub, "disconnected") is not { } handler)
        {
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new EndedBody(reason), UpstreamJson.Default.EndedBody);
        var id = NextId();
        notifications.Enqueue(async cancellation =>
        {
            // Otherwise a handler that counts people could count one that has left already.
            await _connectedSent.Task.WaitAsync(cancellation);
            await SendAsync(handler, UpstreamEvent.System("disconnected", id, _state, body), cancellation);
        });
    }

    public async Task<EventOutcome> RaiseAsync(ClientFrame.Event clientEvent)
    {
        if (handlers.ForUser(_identity.Hub, clientEvent.Name) is not { } handler)
        {
            return EventOutcome.NoHandler;
        }

        var mediaType = MediaTypes.Of(clientEvent.Data.Type);
        var cloudEvent = UpstreamEvent.User(clientEvent.Name, NextId(), _state, mediaType, clientEvent.Data.Content);
        try
        {
            var answer = await SendAsync(handler, cloudEvent, stopping);
            return answer switch
            {
                { IsSuccess: false } => new EventOutcome("The event handler failed."),
                { Body: [] } => EventOutcome.Handled,
                _ => Reply(answer),
            };
        }
        catch (OperationCanceledException)
        {
            return new EventOutcome("The service is stopping.");
        }
    }

    private static ConnectVerdict Parse(byte[] body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(body, UpstreamJson.Default.ConnectAnswer);
            return answer?.Groups?.All(group => GroupName.IsValid(group)) == false
                ? ConnectVerdict.Refuse(StatusCodes.Status500InternalServerError)
                : ConnectVerdict.Accept(answer ?? ConnectAnswer.AsTheTokenSays);
        }
        catch (JsonException)
        {
            return ConnectVerdict.Refuse(StatusCodes.Status500InternalServerError);
        }
    }

    private static EventOutcome Reply(UpstreamAnswer answer) =>
        MediaTypes.TryParse(answer.MediaType ?? MediaTypes.Binary, out var type)
        && MessageData.TryCreate(type, answer.Body, out var reply)
            ? new EventOutcome(Failure: null, reply)
            : new EventOutcome("The event handler's answer does not fit its content type.");

    private async Task<UpstreamAnswer> SendAsync(
        PubSubEventHandler handler, UpstreamEvent cloudEvent, CancellationToken cancellation)
    {
        var answer = await sender.SendAsync(handler, _identity, cloudEvent, _cookies, cancellation);
        if (answer is { IsSuccess: true, State: { } state })
        {
            _state = state;
        }

        return answer;
    }

    private ulong NextId() => Interlocked.Increment(ref _lastId);
}
