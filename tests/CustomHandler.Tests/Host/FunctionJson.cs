using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.CustomHandler.Tests.Host;

/// <summary>One function: a folder with function.json. Either HTTP, which is proxied, or a timer.</summary>
internal sealed partial record FunctionJson
{
    /// <summary>First segments that belong to the Functions host itself.</summary>
    private static readonly string[] ReservedRoots = ["admin", "runtime"];

    public required string Name { get; init; }

    /// <summary>Null: a timer.</summary>
    public string? Route { get; init; }

    public IReadOnlyList<string> Methods { get; init; } = [];

    public static FunctionJson? Read(string folder, HostJson host, List<string> problems)
    {
        var name = Path.GetFileName(folder);
        if (!NameRule().IsMatch(name))
        {
            problems.Add($"'{name}' is not a name for a function.");
        }

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "function.json")));
        var bindings = document.RootElement.GetProperty("bindings").EnumerateArray().ToList();
        var triggers = bindings.Where(binding => Text(binding, "type")?.EndsWith("Trigger", StringComparison.Ordinal) == true).ToList();
        if (triggers is not [var trigger])
        {
            problems.Add($"{name} has {triggers.Count} triggers.");
            return null;
        }

        if (bindings.Any(binding => string.IsNullOrEmpty(Text(binding, "name")) || Text(binding, "direction") is not ("in" or "out")))
        {
            problems.Add($"A binding of {name} has no name or no direction.");
        }

        switch (Text(trigger, "type"))
        {
            case "httpTrigger":
                return ReadHttp(name, trigger, bindings, host, problems);
            case "timerTrigger":
                CheckTimer(name, trigger, bindings, problems);
                return new FunctionJson { Name = name };
            case var other:
                problems.Add(host.HasBundle
                    ? $"{name}: this host cannot fire a {other}."
                    : $"{name}: a {other} needs extensionBundle in host.json.");
                return null;
        }
    }

    private static FunctionJson ReadHttp(
        string name, JsonElement trigger, List<JsonElement> bindings, HostJson host, List<string> problems)
    {
        if (bindings.Count != 2 || Text(bindings.Find(binding => Text(binding, "type") == "http"), "direction") != "out")
        {
            problems.Add($"{name} is not exactly HTTP in and HTTP out, so it would not be proxied.");
        }

        if (Text(trigger, "authLevel") is not "anonymous")
        {
            problems.Add($"{name} asks for a function key (authLevel), which our clients do not have.");
        }

        var route = string.Join('/', new[] { host.RoutePrefix, Text(trigger, "route") ?? name }.Where(part => part.Length > 0));
        var root = route.Split('/')[0];
        if (ReservedRoots.Contains(root, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"The route of {name} begins with '{root}', which is the host's own.");
        }

        if (root.StartsWith('{'))
        {
            problems.Add($"The route of {name} covers every path, also those where the host fires triggers.");
        }

        string[] methods = trigger.TryGetProperty("methods", out var listed)
            ? [.. listed.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
            : [];
        return new FunctionJson { Name = name, Route = route, Methods = methods };
    }

    private static void CheckTimer(string name, JsonElement trigger, List<JsonElement> bindings, List<string> problems)
    {
        var fields = (Text(trigger, "schedule") ?? string.Empty).Split(' ');
        if (fields.Length != 6 || !fields.All(field => ScheduleField().IsMatch(field)))
        {
            problems.Add($"The schedule of {name} does not have the six fields of a timer (seconds first).");
        }

        if (bindings.Count != 1)
        {
            problems.Add($"{name} has more bindings than its timer.");
        }
    }

    private static string? Text(JsonElement binding, string name) =>
        binding.ValueKind == JsonValueKind.Object && binding.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,126}\z")]
    private static partial Regex NameRule();

    [GeneratedRegex(@"\A(\*|\d{1,2}(-\d{1,2})?(,\d{1,2}(-\d{1,2})?)*)(/\d{1,2})?\z")]
    private static partial Regex ScheduleField();
}
