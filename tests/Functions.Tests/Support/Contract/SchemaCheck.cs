using System.Globalization;
using System.Text.Json;

namespace Serverless.Functions.Tests.Support.Contract;

/// <summary>
/// Holds a JSON value against a schema of the OpenAPI document: the part of JSON Schema 2020-12 that occurs there; a keyword that
/// does not is an error, not a pass. A member that no schema names is an error too, for nobody would know of it.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "additionalProperties", "anyOf", "default", "description", "discriminator", "enum", "format", "items", "oneOf",
        "pattern", "properties", "required", "title", "type",
    ];

    /// <summary>Null: the value fits.</summary>
    public string? Check(JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.EnumerateObject().Select(keyword => keyword.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            return $"{path}: the check does not know the keyword '{unknown}'";
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Check(Resolve(reference.GetString()!), value, path);
        }

        if (schema.TryGetProperty("anyOf", out var choices) || schema.TryGetProperty("oneOf", out choices))
        {
            var problems = choices.EnumerateArray().Select(choice => Check(choice, value, path)).ToList();
            return problems.Contains(null) ? null : $"{path} fits no choice: {string.Join("; ", problems)}";
        }

        return CheckType(schema, value, path) ?? CheckEnum(schema, value, path) ?? value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(schema, value, path),
            JsonValueKind.Array => CheckArray(schema, value, path),
            JsonValueKind.String => CheckFormat(schema, value, path),
            _ => null,
        };
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (element, name) => element.GetProperty(name));

    private static string? CheckType(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        string[] types = type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
            : [type.GetString()!];
        return Array.Exists(types, one => Is(value, one)) ? null : $"{path} is a {value.ValueKind}, not {string.Join(" or ", types)}";
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private static string? CheckEnum(JsonElement schema, JsonElement value, string path) =>
        !schema.TryGetProperty("enum", out var allowed) || allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))
            ? null
            : $"{path} is {value}, none of {allowed}";

    private static string? CheckFormat(JsonElement schema, JsonElement value, string path)
    {
        var text = value.GetString()!;
        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => false,
        };
        return fits ? null : $"{path} is '{text}', not a {format}";
    }

    private string? CheckArray(JsonElement schema, JsonElement value, string path) =>
        !schema.TryGetProperty("items", out var items)
            ? null
            : value.EnumerateArray().Select((item, index) => Check(items, item, $"{path}[{index}]")).FirstOrDefault(p => p is not null);

    private string? CheckObject(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _))
                is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{path}.{missing.GetString()} is missing";
        }

        var named = schema.TryGetProperty("properties", out var properties);
        var open = schema.TryGetProperty("additionalProperties", out var additional);
        foreach (var member in value.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            var problem = (named, open) switch
            {
                (true, _) when properties.TryGetProperty(member.Name, out var property) => Check(property, member.Value, at),
                (_, true) when additional.ValueKind == JsonValueKind.Object => Check(additional, member.Value, at),
                // No type at all: any JSON.
                (false, false) when !schema.TryGetProperty("type", out _) => null,
                _ => $"{at} is not documented",
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }
}
