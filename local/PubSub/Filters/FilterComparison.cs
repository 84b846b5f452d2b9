using static Serverless.Local.PubSub.Filters.Operand;

namespace Serverless.Local.PubSub.Filters;

/// <summary>Comparisons of OData: case matters, and with null everything but eq and ne is false.</summary>
internal static class FilterComparison
{
    /// <summary>Null when there is no such comparison of these types.</summary>
    public static Truth? Apply(string comparison, Operand left, Operand right)
    {
        comparison = comparison.ToLowerInvariant();
        return (left, right) switch
        {
            (Text l, Text r) => new Truth(c => Holds(comparison, l.Read(c), r.Read(c), string.CompareOrdinal)),
            (Text l, Null) => new Truth(c => Holds(comparison, l.Read(c), null, string.CompareOrdinal)),
            (Null, Text r) => new Truth(c => Holds(comparison, null, r.Read(c), string.CompareOrdinal)),
            (Number l, Number r) => new Truth(c => Holds(comparison, l.Read(c), r.Read(c))),
            (Number l, Null) => new Truth(c => Holds(comparison, l.Read(c), null)),
            (Null, Number r) => new Truth(c => Holds(comparison, null, r.Read(c))),
            (Truth l, Truth r) when comparison == "eq" => new Truth(c => l.Read(c) == r.Read(c)),
            (Truth l, Truth r) when comparison == "ne" => new Truth(c => l.Read(c) != r.Read(c)),
            (Null, Null) => new Truth(_ => comparison == "eq"),
            _ => null,
        };
    }

    private static bool Holds(string comparison, string? left, string? right, Comparison<string> compare) =>
        left is null || right is null
            ? HoldsOfNull(comparison, left is null && right is null)
            : Holds(comparison, compare(left, right));

    private static bool Holds(string comparison, long? left, long? right) =>
        left is null || right is null
            ? HoldsOfNull(comparison, left is null && right is null)
            : Holds(comparison, left.Value.CompareTo(right.Value));

    private static bool HoldsOfNull(string comparison, bool both) => comparison switch
    {
        "eq" => both,
        "ne" => !both,
        _ => false,
    };

    private static bool Holds(string comparison, int order) => comparison switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "gt" => order > 0,
        "ge" => order >= 0,
        "lt" => order < 0,
        _ => order <= 0,
    };
}
