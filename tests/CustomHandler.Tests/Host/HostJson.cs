using System.Globalization;
using System.Text.Json;

namespace Serverless.CustomHandler.Tests.Host;

/// <summary>
/// host.json. The real host ignores a property that it does not know, so a misspelt one changes nothing and nobody hears of
/// it: here it is an error.
/// </summary>
internal sealed record HostJson
{
    private static readonly string[] KnownAtTop =
    [
        "version", "aggregator", "concurrency", "customHandler", "extensionBundle", "extensions", "functions",
        "functionTimeout", "healthMonitor", "logging", "managedDependency", "retry", "singleton", "telemetryMode",
        "watchDirectories", "watchFiles",
    ];

    private static readonly string[] KnownOfHandler =
        ["description", "enableForwardingHttpRequest", "enableProxyingHttpRequest", "http", "port"];

    private static readonly string[] KnownOfDescription =
        ["arguments", "defaultExecutablePath", "defaultWorkerPath", "workingDirectory"];

    public required string RoutePrefix { get; init; }

    public required string Executable { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required bool HasBundle { get; init; }

    public static HostJson Read(string folder, List<string> problems)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json")));
        var root = document.RootElement;
        var handler = Object(root, "customHandler");
        var description = Object(handler, "description");
        Check(root, "host.json", KnownAtTop, problems);
        Check(handler, "customHandler", KnownOfHandler, problems);
        Check(description, "customHandler.description", KnownOfDescription, problems);
        if (Text(root, "version") != "2.0")
        {
            problems.Add("The version of host.json is not 2.0.");
        }

        if (!(handler.TryGetProperty("enableProxyingHttpRequest", out var proxying) && proxying.ValueKind == JsonValueKind.True))
        {
            problems.Add("customHandler.enableProxyingHttpRequest is not true: calls would come as JSON payloads.");
        }

        if (handler.TryGetProperty("http", out _))
        {
            problems.Add("customHandler.http.routes and function.json exclude each other.");
        }

        if (Text(root, "functionTimeout") is { } timeout
            && !TimeSpan.TryParseExact(timeout, "c", CultureInfo.InvariantCulture, out _))
        {
            problems.Add("functionTimeout is not a time.");
        }

        return new HostJson
        {
            RoutePrefix = Text(Object(Object(root, "extensions"), "http"), "routePrefix") ?? "api",
            Executable = Text(description, "defaultExecutablePath") ?? string.Empty,
            Arguments = description.TryGetProperty("arguments", out var arguments)
                ? [.. arguments.EnumerateArray().Select(argument => argument.GetString()!)]
                : [],
            HasBundle = root.TryGetProperty("extensionBundle", out _),
        };
    }

    private static JsonElement Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object
            ? value
            : JsonSerializer.SerializeToElement(new Dictionary<string, string>());

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Check(JsonElement value, string where, string[] known, List<string> problems) => problems.AddRange(
        value.EnumerateObject()
            .Where(property => !known.Contains(property.Name, StringComparer.Ordinal))
            .Select(property => $"{where} has no property '{property.Name}'."));
}
