using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Grants, revokes and checks one permission of one connection for one group, taken literally.</summary>
internal static class PermissionOperations
{
    public static IResult Grant(DataPlaneRequest request) =>
        On(request, (rules, group) => rules.TryAllow(group) ? Results.Ok() : TooManyRules());

    public static IResult Revoke(DataPlaneRequest request) =>
        On(request, (rules, group) => rules.TryDeny(group) ? Results.NoContent() : TooManyRules());

    public static IResult Check(DataPlaneRequest request) =>
        On(request, (rules, group) => rules.Allows(group)
            ? Results.Ok()
            : ServiceError.NotFound("The connection does not have the permission."));

    private static ServiceError TooManyRules() =>
        ServiceError.Conflict($"A connection has at most {GroupRules.MaxLiterals} rules for a permission.");

    private static IResult On(DataPlaneRequest request, Func<GroupRules, string, IResult> operation)
    {
        var name = (string?)request.Context.Request.RouteValues["permission"];
        if (!Enum.TryParse<Permission>(name, ignoreCase: true, out var permission) || !Enum.IsDefined(permission))
        {
            return ServiceError.BadRequest("The permission is unknown.", "permission");
        }

        var group = (string?)request.Context.Request.Query["targetName"];
        if (group is null || !GroupName.IsValid(group))
        {
            return ServiceError.BadRequest("The group name is invalid.", "targetName");
        }

        var id = request.ConnectionId;
        return request.Hub.Run(view => view.Connections.Find(id) is { } connection
            ? operation(connection.Permissions.Of(permission), group)
            : ServiceError.NotFound("There is no such connection."));
    }
}
