using System.Text.Json;
using Serverless.Functions.OpenApi;

namespace Serverless.Functions.Tests.Support.Contract;

/// <summary>The OpenAPI document as a judge: every answer that a test sees has to be one that it announces.</summary>
internal sealed class ApiContract
{
    private static readonly Lock Gate = new();
    private static Task<ApiContract>? s_contract;

    private readonly SchemaCheck _schemas;
    private readonly List<(string[] Segments, JsonElement Operations)> _paths;

    private ApiContract(JsonElement document)
    {
        _schemas = new SchemaCheck(document);
        _paths = [.. document.GetProperty("paths").EnumerateObject().Select(path => (path.Name.Split('/'), path.Value))];
    }

    /// <summary>The same for all hosts of a test run: it is made from the routes, which no host changes.</summary>
    public static Task<ApiContract> OfAsync(FunctionsHost host)
    {
        lock (Gate)
        {
            return s_contract ??= ReadAsync(host.Service<ApiDocument.RenderedDocument>());
        }
    }

    /// <summary>Null: the answer is a documented one.</summary>
    public string? Check(string method, string path, int status, string? mediaType, string body)
    {
        // Kestrel refuses what is hardly HTTP before the app sees it.
        if (status is 400 or 414 or 431 && mediaType is null && body.Length == 0)
        {
            return null;
        }

        if (FindOperation(method, path) is not { } operation)
        {
            // What routing itself refuses, and what is not built, is a problem like any other.
            return (status >= 400 && mediaType == "application/problem+json") || method is "OPTIONS" or "HEAD" || IsPage(path)
                ? null
                : $"{method} {path} is not documented, and answers {status}";
        }

        if (!operation.GetProperty("responses").TryGetProperty($"{status}", out var response))
        {
            return $"{method} {path}: {status} is not documented";
        }

        if (!response.TryGetProperty("content", out var content))
        {
            return body.Length == 0 ? null : $"{method} {path}: {status} has a body, which is not documented";
        }

        if (mediaType is null || !content.TryGetProperty(mediaType, out var media))
        {
            return $"{method} {path}: {status} has the content type {mediaType}, which is not documented";
        }

        return mediaType.EndsWith("json", StringComparison.Ordinal) && CheckJson(media.GetProperty("schema"), body) is { } problem
            ? $"{method} {path}: {status}: {problem}"
            : null;
    }

    private static bool IsPage(string path) => path is ApiDocument.Path or ApiDocument.PagePath or "/sweep";

    private static async Task<ApiContract> ReadAsync(ApiDocument.RenderedDocument rendered)
    {
        using var document = JsonDocument.Parse(await rendered.JsonAsync());
        return new ApiContract(document.RootElement.Clone());
    }

    private string? CheckJson(JsonElement schema, string body)
    {
        using var value = JsonDocument.Parse(body);
        return _schemas.Check(schema, value.RootElement);
    }

    /// <summary>As routing does it: a literal segment wins over a parameter.</summary>
    private JsonElement? FindOperation(string method, string path)
    {
        var segments = path.TrimEnd('/').Split('/');
        var found = _paths
            .Where(candidate => Fits(candidate.Segments, segments)
                && candidate.Operations.TryGetProperty(method.ToLowerInvariant(), out _))
            .OrderByDescending(candidate => candidate.Segments.Count(segment => !segment.StartsWith('{')))
            .ToList();
        return found.Count == 0 ? null : found[0].Operations.GetProperty(method.ToLowerInvariant());
    }

    private static bool Fits(string[] template, string[] segments) =>
        template.Length == segments.Length && template.Zip(segments).All(pair =>
            pair.First.StartsWith('{')
                ? pair.Second.Length > 0
                : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
