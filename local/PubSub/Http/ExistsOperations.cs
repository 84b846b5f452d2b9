namespace Serverless.Local.PubSub.Http;

/// <summary>HEAD requests: 200 or 404.</summary>
internal static class ExistsOperations
{
    public static IResult Connection(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return Answer(request.Hub.Run(view => view.Connections.Find(id) is not null), "There is no such connection.");
    }

    public static IResult User(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return Answer(
            request.Hub.Run(view => view.Connections.OfUser(userId).Count > 0), "The user has no connection.");
    }

    public static IResult Group(DataPlaneRequest request) =>
        request.Group is { } group
            ? Answer(request.Hub.Run(view => view.Membership.Exists(group)), "The group has no members.")
            : ServiceError.BadRequest("The group name is invalid.", "group");

    private static IResult Answer(bool exists, string otherwise) =>
        exists ? Results.Ok() : ServiceError.NotFound(otherwise);
}
