using Serverless.Local.PubSub.Faults;

namespace Serverless.Local.PubSub.Http;

/// <summary>The routes of the data plane, api-version 2024-12-01.</summary>
internal static class DataPlaneEndpoints
{
    public static void MapDataPlane(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/api/health", [HttpMethods.Head, HttpMethods.Get], () => Results.Ok());

        var hub = app.MapGroup("/api/hubs/{hub}").AddEndpointFilter<RouteGroupBuilder, DataPlaneFilter>();
        hub.AddEndpointFilter<RouteGroupBuilder, FaultFilter>();
        hub.MapPost("/:send", SendOperations.ToAllAsync);
        hub.MapPost("/:closeConnections", CloseOperations.All);
        hub.MapPost("/:generateToken", TokenOperations.Generate);
        hub.MapPost("/:addToGroups", BulkOperations.AddToGroupsAsync);
        hub.MapPost("/:removeFromGroups", BulkOperations.RemoveFromGroupsAsync);

        hub.MapPost("/connections/{connection}/:send", SendOperations.ToConnectionAsync);
        hub.MapHead("/connections/{connection}", ExistsOperations.Connection);
        hub.MapDelete("/connections/{connection}", CloseOperations.Connection);
        hub.MapDelete("/connections/{connection}/groups", MembershipOperations.RemoveConnectionFromAll);

        hub.MapPost("/users/{user}/:send", SendOperations.ToUserAsync);
        hub.MapPost("/users/{user}/:closeConnections", CloseOperations.User);
        hub.MapHead("/users/{user}", ExistsOperations.User);
        hub.MapPut("/users/{user}/groups/{group}", MembershipOperations.AddUser);
        hub.MapDelete("/users/{user}/groups/{group}", MembershipOperations.RemoveUser);
        hub.MapDelete("/users/{user}/groups", MembershipOperations.RemoveUserFromAll);

        hub.MapPost("/groups/{group}/:send", SendOperations.ToGroupAsync);
        hub.MapPost("/groups/{group}/:closeConnections", CloseOperations.Group);
        hub.MapHead("/groups/{group}", ExistsOperations.Group);
        hub.MapGet("/groups/{group}/connections", ListOperations.Members);
        hub.MapPut("/groups/{group}/connections/{connection}", MembershipOperations.AddConnection);
        hub.MapDelete("/groups/{group}/connections/{connection}", MembershipOperations.RemoveConnection);

        hub.MapPut("/permissions/{permission}/connections/{connection}", PermissionOperations.Grant);
        hub.MapDelete("/permissions/{permission}/connections/{connection}", PermissionOperations.Revoke);
        hub.MapHead("/permissions/{permission}/connections/{connection}", PermissionOperations.Check);
    }

    private static void MapHead(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [HttpMethods.Head], handler);
}
