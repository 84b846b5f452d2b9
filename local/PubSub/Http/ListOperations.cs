using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Serverless.Local.PubSub.Http;

/// <summary>The members of a group, page by page, in the order of their connection ids.</summary>
internal static class ListOperations
{
    private const int MaxPageSize = 200;

    public static IResult Members(DataPlaneRequest request)
    {
        if (request.Group is not { } group)
        {
            return ServiceError.BadRequest("The group name is invalid.", "group");
        }

        if (!TryReadCount(request, "maxpagesize", MaxPageSize, out var pageSize)
            || !TryReadCount(request, "top", int.MaxValue, out var top))
        {
            return ServiceError.BadRequest($"maxpagesize is 1 to {MaxPageSize}, top at least 1.", "maxpagesize");
        }

        if (!TryReadToken(request, out var after))
        {
            return ServiceError.BadRequest("The continuation token is invalid.", "continuationToken");
        }

        var wanted = Math.Min(pageSize ?? MaxPageSize, top ?? int.MaxValue);
        var (page, more) = request.Hub.Run(view =>
        {
            // A page is little work beside its JSON, and an emulator's groups are small: no index is kept for it.
            GroupMember[] members = [.. view.Membership.MembersOf(group)
                .Where(member => string.CompareOrdinal(member.Id, after) > 0)
                .OrderBy(member => member.Id, StringComparer.Ordinal)
                .Take(wanted + 1)
                .Select(member => new GroupMember(member.Id, member.UserId))];
            return members.Length > wanted ? (members[..wanted], true) : (members, false);
        });
        var left = top - page.Length;
        var next = more && left is null or > 0 ? NextLink(request, page[^1].ConnectionId, pageSize, left) : null;
        return Results.Json(new GroupMemberPage(page, next), DataPlaneJson.Default.GroupMemberPage);
    }

    private static bool TryReadCount(DataPlaneRequest request, string name, int maximum, out int? count)
    {
        count = null;
        if ((string?)request.Context.Request.Query[name] is not { } text)
        {
            return true;
        }

        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= maximum;
        count = number;
        return valid;
    }

    private static bool TryReadToken(DataPlaneRequest request, out string? after)
    {
        after = null;
        if ((string?)request.Context.Request.Query["continuationToken"] is not { Length: > 0 } token)
        {
            return true;
        }

        if (!Base64Url.IsValid(token))
        {
            return false;
        }

        after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return true;
    }

    private static string NextLink(DataPlaneRequest request, string last, int? pageSize, int? left)
    {
        var http = request.Context.Request;
        var link = new StringBuilder($"{http.Scheme}://{http.Host}{RawTarget.Of(request.Context).Split('?', 2)[0]}")
            .Append(CultureInfo.InvariantCulture, $"?api-version={http.Query["api-version"]}");
        if (pageSize is not null)
        {
            link.Append(CultureInfo.InvariantCulture, $"&maxpagesize={pageSize}");
        }

        if (left is not null)
        {
            link.Append(CultureInfo.InvariantCulture, $"&top={left}");
        }

        return link.Append("&continuationToken=").Append(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last))).ToString();
    }
}
