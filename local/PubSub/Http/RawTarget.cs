using Microsoft.AspNetCore.Http.Features;

namespace Serverless.Local.PubSub.Http;

/// <summary>
/// The request target as it was sent. Kestrel decodes the path but for %2F, which leaves "%252F" and "%2F" alike.
/// </summary>
internal static class RawTarget
{
    public static string Of(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The decoded segment behind the first one named <paramref name="name"/>, or null.</summary>
    public static string? SegmentAfter(HttpContext context, string name)
    {
        var segments = Of(context).Split('?', 2)[0].Split('/');
        var index = Array.IndexOf(segments, name, HubPathSegments);
        return index >= 0 && index + 1 < segments.Length ? Uri.UnescapeDataString(segments[index + 1]) : null;
    }

    /// <summary>Of "/api/hubs/{hub}/…": a hub may be called "groups".</summary>
    private const int HubPathSegments = 4;
}
