using static Serverless.Local.PubSub.Filters.Operand;

namespace Serverless.Local.PubSub.Filters;

/// <summary>The functions of OData that the service knows. Each is null of a null; a question about a null is false.</summary>
internal static class FilterFunctions
{
    /// <summary>Null when there is no such function, or not with these arguments.</summary>
    public static Operand? Apply(string name, IReadOnlyList<Operand> arguments) =>
        (name.ToLowerInvariant(), arguments) switch
        {
            ("startswith", [Text text, Text part]) => Ask(text, part, static (t, p) => t.StartsWith(p, StringComparison.Ordinal)),
            ("endswith", [Text text, Text part]) => Ask(text, part, static (t, p) => t.EndsWith(p, StringComparison.Ordinal)),
            ("contains", [Text text, Text part]) => Ask(text, part, static (t, p) => t.Contains(p, StringComparison.Ordinal)),
            ("indexof", [Text text, Text part]) => new Number(c =>
                text.Read(c) is { } t && part.Read(c) is { } p ? t.IndexOf(p, StringComparison.Ordinal) : null),
            ("length", [Text text]) => new Number(c => text.Read(c)?.Length),
            ("tolower", [Text text]) => new Text(c => text.Read(c)?.ToLowerInvariant()),
            ("toupper", [Text text]) => new Text(c => text.Read(c)?.ToUpperInvariant()),
            ("trim", [Text text]) => new Text(c => text.Read(c)?.Trim()),
            ("concat", [Text left, Text right]) => new Text(c =>
                left.Read(c) is { } l && right.Read(c) is { } r ? l + r : null),
            ("substring", [Text text, Number from]) => new Text(c => Substring(text.Read(c), from.Read(c), long.MaxValue)),
            ("substring", [Text text, Number from, Number count]) => new Text(c =>
                Substring(text.Read(c), from.Read(c), count.Read(c))),
            _ => null,
        };

    private static Truth Ask(Text text, Text part, Func<string, string, bool> question) =>
        new(c => text.Read(c) is { } t && part.Read(c) is { } p && question(t, p));

    private static string? Substring(string? text, long? from, long? count)
    {
        if (text is null || from is null || count is null)
        {
            return null;
        }

        var start = (int)Math.Clamp(from.Value, 0, text.Length);
        return text.Substring(start, (int)Math.Clamp(count.Value, 0, text.Length - start));
    }
}
