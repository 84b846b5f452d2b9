using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Puts connections into groups and takes them out, whatever their own permissions are.</summary>
internal static class MembershipOperations
{
    public static IResult AddConnection(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return Add(request, view => view.Connections.Find(id) is { } connection ? [connection] : []);
    }

    public static IResult AddUser(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return Add(request, view => view.Connections.OfUser(userId));
    }

    public static IResult RemoveConnection(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return Remove(request, view => view.Connections.Find(id) is { } connection ? [connection] : []);
    }

    public static IResult RemoveUser(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return Remove(request, view => view.Connections.OfUser(userId));
    }

    public static IResult RemoveConnectionFromAll(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return RemoveFromAll(request, view => view.Connections.Find(id) is { } connection ? [connection] : []);
    }

    public static IResult RemoveUserFromAll(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return RemoveFromAll(request, view => view.Connections.OfUser(userId));
    }

    private static IResult Add(DataPlaneRequest request, Func<HubView, IReadOnlyCollection<ClientConnection>> select)
    {
        if (request.Group is not { } group)
        {
            return ServiceError.BadRequest("The group name is invalid.", "group");
        }

        var added = request.Hub.Run(view =>
        {
            var connections = select(view);
            foreach (var connection in connections)
            {
                view.Membership.Join(connection, group);
            }

            return connections.Count;
        });
        return added > 0 ? Results.Ok() : ServiceError.NotFound("There is no such connection.");
    }

    private static IResult Remove(DataPlaneRequest request, Func<HubView, IReadOnlyCollection<ClientConnection>> select)
    {
        if (request.Group is not { } group)
        {
            return ServiceError.BadRequest("The group name is invalid.", "group");
        }

        request.Hub.Run(view =>
        {
            foreach (var connection in select(view))
            {
                view.Membership.Leave(connection, group);
            }

            return group;
        });
        return Results.NoContent();
    }

    private static IResult RemoveFromAll(
        DataPlaneRequest request, Func<HubView, IReadOnlyCollection<ClientConnection>> select)
    {
        request.Hub.Run(view =>
        {
            var connections = select(view);
            foreach (var connection in connections)
            {
                view.Membership.LeaveAll(connection);
            }

            return connections.Count;
        });
        return Results.NoContent();
    }
}
