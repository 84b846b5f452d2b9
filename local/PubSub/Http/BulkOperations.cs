using System.Text.Json;
using Serverless.Local.PubSub.Filters;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Puts all connections that a filter means into groups, or takes them out.</summary>
internal static class BulkOperations
{
    public static Task<IResult> AddToGroupsAsync(DataPlaneRequest request) =>
        ForEachAsync(request, (membership, connection, group) => membership.Join(connection, group));

    public static Task<IResult> RemoveFromGroupsAsync(DataPlaneRequest request) =>
        ForEachAsync(request, (membership, connection, group) => membership.Leave(connection, group));

    private static async Task<IResult> ForEachAsync(
        DataPlaneRequest request, Action<Membership, ClientConnection, string> change)
    {
        var limit = request.Context.RequestServices.GetRequiredService<PubSubEmulatorOptions>().Limits.FrameBytes;
        if (await MessageBody.ReadBytesAsync(request.Context.Request, limit) is not { } bytes)
        {
            return ServiceError.TooLarge(limit);
        }

        if (Parse(bytes.Span) is not { Groups: { Count: > 0 } groups } body || !groups.All(group => GroupName.IsValid(group)))
        {
            return ServiceError.BadRequest("The body names no groups, or an invalid one.", "groups");
        }

        var filter = ConnectionFilter.Everybody;
        if (body.Filter is not null && !ConnectionFilter.TryParse(body.Filter, out filter, out var problem))
        {
            return ServiceError.BadRequest(problem, "filter");
        }

        request.Hub.Run(view =>
        {
            // Chosen first: the change may be of what the filter asks for.
            ClientConnection[] chosen = [.. view.Connections.All.Where(filter.Matches)];
            foreach (var connection in chosen)
            {
                foreach (var group in groups)
                {
                    change(view.Membership, connection, group);
                }
            }

            return chosen.Length;
        });
        return Results.Ok();
    }

    private static GroupsBody? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DataPlaneJson.Default.GroupsBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
