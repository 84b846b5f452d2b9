using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Ends sessions with close code 1000; they cannot be recovered. 204 whether or not there were any.</summary>
internal static class CloseOperations
{
    public static IResult All(DataPlaneRequest request) => Close(request, view => view.Connections.All);

    public static IResult Connection(DataPlaneRequest request)
    {
        var id = request.ConnectionId;
        return Close(request, view => view.Connections.Find(id) is { } connection ? [connection] : []);
    }

    public static IResult User(DataPlaneRequest request)
    {
        var userId = request.UserId;
        return Close(request, view => view.Connections.OfUser(userId));
    }

    public static IResult Group(DataPlaneRequest request) =>
        request.Group is { } group
            ? Close(request, view => view.Membership.MembersOf(group))
            : ServiceError.BadRequest("The group name is invalid.", "group");

    private static IResult Close(DataPlaneRequest request, Func<HubView, IEnumerable<ClientConnection>> select)
    {
        var excluded = request.Excluded;
        request.Hub.Close(
            view => select(view).Where(connection => !excluded.Contains(connection.Id)), request.CloseReason);
        return Results.NoContent();
    }
}
