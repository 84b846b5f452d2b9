using Serverless.Local.PubSub.Hub;
using Serverless.Local.PubSub.Tokens;

namespace Serverless.Local.PubSub.Http;

/// <summary>Mints client tokens for servers that have no key.</summary>
internal static class TokenOperations
{
    private const int DefaultMinutes = 60;
    private const int MaxMinutes = 366 * 24 * 60;

    public static IResult Generate(DataPlaneRequest request, AccessTokens tokens)
    {
        var query = request.Context.Request.Query;
        var minutes = DefaultMinutes;
        if (query.TryGetValue("minutesToExpire", out var text)
            && !(int.TryParse(text, out minutes) && minutes is >= 1 and <= MaxMinutes))
        {
            return ServiceError.BadRequest("A token lives for at least one minute.", "minutesToExpire");
        }

        string[] groups = [.. query["group"].OfType<string>()];
        if (!groups.All(group => GroupName.IsValid(group)))
        {
            return ServiceError.BadRequest("The group name is invalid.", "group");
        }

        var token = tokens.MintClient(
            request.Context.Request, request.HubName, query["userId"], [.. query["role"].OfType<string>()], groups,
            TimeSpan.FromMinutes(minutes));
        return Results.Json(new ClientToken(token), DataPlaneJson.Default.ClientToken);
    }
}
