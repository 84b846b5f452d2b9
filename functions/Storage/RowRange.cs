namespace Serverless.Functions.Storage;

/// <param name="From">Inclusive.</param>
/// <param name="Before">Exclusive; null: to the end of the partition.</param>
internal readonly record struct RowRange(string From, string? Before)
{
    public static RowRange All { get; } = new(string.Empty, null);

    public static RowRange Prefix(string prefix) =>
        new(prefix, string.Concat(prefix[..^1], ((char)(prefix[^1] + 1)).ToString()));
}
