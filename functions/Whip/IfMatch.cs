using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.Whip;

/// <summary>The precondition of a request (RFC 9110 §13.1.1).</summary>
internal readonly struct IfMatch(IList<EntityTagHeaderValue>? tags)
{
    private static readonly EntityTagHeaderValue Unreadable = new("\"\"");

    public bool IsAbsent => tags is not { Count: > 0 };

    /// <summary>A header that cannot be read allows nothing.</summary>
    public static IfMatch Of(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        return header.Count == 0
            ? default
            : new IfMatch(EntityTagHeaderValue.TryParseList(header.ToArray()!, out var tags) ? tags : [Unreadable]);
    }

    public bool Allows(string etag) =>
        IsAbsent || tags!.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == etag));
}
