namespace Serverless.Local.PubSub.Filters;

/// <summary>One word of a filter. <paramref name="Text"/> of a string is its value, with doubled quotes undone.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text)
{
    public bool Is(string word) =>
        Kind == FilterTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}
