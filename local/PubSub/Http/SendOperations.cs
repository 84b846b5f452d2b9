using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>202 means accepted: whether anybody is there to receive is not asked.</summary>
internal static class SendOperations
{
    public static Task<IResult> ToAllAsync(DataPlaneRequest request) =>
        SendAsync(request, PubSubMessage.FromServer, view => view.Connections.All);

    public static Task<IResult> ToConnectionAsync(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return SendAsync(
            request, PubSubMessage.FromServer, view => view.Connections.Find(id) is { } connection ? [connection] : []);
    }

    public static Task<IResult> ToUserAsync(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return SendAsync(request, PubSubMessage.FromServer, view => view.Connections.OfUser(userId));
    }

    public static async Task<IResult> ToGroupAsync(DataPlaneRequest request) =>
        request.Group is { } group
            ? await SendAsync(
                request,
                (data, expires) => PubSubMessage.FromGroup(group, fromUserId: null, data, expires),
                view => view.Membership.MembersOf(group))
            : ServiceError.BadRequest("The group name is invalid.", "group");

    private static async Task<IResult> SendAsync(
        DataPlaneRequest request,
        Func<MessageData, DateTimeOffset?, PubSubMessage> wrap,
        Func<HubView, IEnumerable<ClientConnection>> select)
    {
        if (!request.TryReadFilter(out var filter, out var problem))
        {
            return ServiceError.BadRequest(problem, "filter");
        }

        var services = request.Context.RequestServices;
        var expires = services.GetRequiredService<TimeProvider>().GetUtcNow() + request.TimeToLive;
        var limit = services.GetRequiredService<PubSubEmulatorOptions>().Limits.FrameBytes;
        var (message, error) = await MessageBody.ReadAsync(request.Context.Request, limit, data => wrap(data, expires));
        if (error is not null)
        {
            return error;
        }

        var excluded = request.Excluded;
        request.Hub.Publish(message!, view => select(view).Where(
            connection => !excluded.Contains(connection.Id) && filter.Matches(connection)));
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
