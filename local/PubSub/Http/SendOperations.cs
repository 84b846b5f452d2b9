using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>202 means accepted: whether anybody is there to receive is not asked.</summary>
internal static class SendOperations
{
    public static Task<IResult> ToAllAsync(DataPlaneRequest request)
    {
        var excluded = request.Excluded;
        return SendAsync(request, PubSubMessage.FromServer, view => Without(view.Connections.All, excluded));
    }

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

    public static async Task<IResult> ToGroupAsync(DataPlaneRequest request)
    {
        if (request.Group is not { } group)
        {
            return ServiceError.BadRequest("The group name is invalid.", "group");
        }

        var excluded = request.Excluded;
        return await SendAsync(
            request,
            data => PubSubMessage.FromGroup(group, fromUserId: null, data),
            view => Without(view.Membership.MembersOf(group), excluded));
    }

    private static async Task<IResult> SendAsync(
        DataPlaneRequest request,
        Func<MessageData, PubSubMessage> wrap,
        Func<HubView, IEnumerable<ClientConnection>> select)
    {
        var options = request.Context.RequestServices.GetRequiredService<PubSubEmulatorOptions>();
        var (message, error) = await MessageBody.ReadAsync(request.Context.Request, options.Limits.FrameBytes, wrap);
        if (error is not null)
        {
            return error;
        }

        request.Hub.Publish(message!, select);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static IEnumerable<ClientConnection> Without(
        IReadOnlyCollection<ClientConnection> connections, IReadOnlySet<string> excluded) =>
        excluded.Count == 0 ? connections : connections.Where(connection => !excluded.Contains(connection.Id));
}
