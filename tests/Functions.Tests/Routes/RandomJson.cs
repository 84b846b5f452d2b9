using System.Text.Json.Nodes;

namespace Serverless.Functions.Tests.Routes;

/// <summary>Values that no contract expects, from a seed.</summary>
internal sealed class RandomJson(int seed)
{
    private const int MaxDepth = 4;

    private static readonly string[] Texts =
    [
        "", " ", "null", "0", "-1", "NaN", "1e999", "s-1", "../..", "%00", "a/b", "\u0000", "\ud83d\ude00", "\u202e", "#?%", "*",
        "9999999999999999999999", "2026-13-40T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
        new string('x', 300), new string('\u00e9', 2000), "allow_join", "enabled", "SEND_AND_RECV", "https://example.com",
    ];

    private readonly Random _random = new(seed);

    public string Text() => Texts[_random.Next(Texts.Length)];

    public int Next(int below) => _random.Next(below);

    /// <summary>As raw JSON, since a node cannot hold everything that the grammar allows.</summary>
    public string Value(int depth = 0) => _random.Next(depth < MaxDepth ? 12 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => "-1",
        4 => "1e308",
        5 => "9223372036854775808",
        6 => "0.1",
        // Half of a surrogate pair: allowed by the grammar (RFC 8259 section 8.2), no text.
        7 => "\"\\ud800\"",
        8 => JsonValue.Create(Text())!.ToJsonString(),
        9 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1)))}]",
        10 => $"{{{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(i => $"\"{i}\":{Value(depth + 1)}"))}}}",
        _ => _random.Next(int.MinValue, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The same with one member, somewhere in it, replaced; or something else altogether.</summary>
    public string Mutate(string json)
    {
        const string Mark = "\u0001mark\u0001";
        if (_random.Next(8) == 0 || JsonNode.Parse(json) is not JsonObject root || root.Count == 0)
        {
            return Value();
        }

        JsonObject parent = root;
        var name = Pick(parent);
        while (parent[name] is JsonObject { Count: > 0 } inner && _random.Next(3) > 0)
        {
            parent = inner;
            name = Pick(parent);
        }

        if (parent[name] is JsonArray { Count: > 0 } items && _random.Next(2) == 0)
        {
            if (items[0] is JsonObject { Count: > 0 } first)
            {
                first[Pick(first)] = Mark;
            }
            else
            {
                items[0] = Mark;
            }
        }
        else
        {
            parent[name] = Mark;
        }

        return root.ToJsonString().Replace(JsonValue.Create(Mark)!.ToJsonString(), Value(), StringComparison.Ordinal);
    }

    private string Pick(JsonObject node) => node.ElementAt(_random.Next(node.Count)).Key;
}
