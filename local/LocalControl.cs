using System.Net;

namespace Serverless.Local;

/// <summary>Doors that only this machine may use, and no web page on it: the header makes a browser ask first, and nobody answers.</summary>
internal static class LocalControl
{
    private const string Header = "X-Local-Control";

    public static RouteGroupBuilder OnlyFromThisMachine(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(static async (call, next) => IsAllowed(call.HttpContext)
            ? await next(call)
            : Results.StatusCode(StatusCodes.Status403Forbidden));
        return group;
    }

    private static bool IsAllowed(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && http.Request.Headers.ContainsKey(Header);
}
