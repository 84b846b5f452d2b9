namespace Serverless.Local.PubSub.Filters;

/// <summary>Cuts a filter into words.</summary>
internal static class FilterLexer
{
    /// <exception cref="FormatException">With a message for the caller.</exception>
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < text.Length)
        {
            switch (text[at])
            {
                case var space when char.IsWhiteSpace(space):
                    at++;
                    break;
                case '(':
                    tokens.Add(new FilterToken(FilterTokenKind.Open, text[at++..at]));
                    break;
                case ')':
                    tokens.Add(new FilterToken(FilterTokenKind.Close, text[at++..at]));
                    break;
                case ',':
                    tokens.Add(new FilterToken(FilterTokenKind.Comma, text[at++..at]));
                    break;
                case '\'':
                    tokens.Add(new FilterToken(FilterTokenKind.Text, ReadText(text, ref at)));
                    break;
                case '-' or (>= '0' and <= '9'):
                    tokens.Add(new FilterToken(FilterTokenKind.Number, ReadWhile(text, ref at, char.IsAsciiDigit)));
                    break;
                case var letter when char.IsAsciiLetter(letter):
                    tokens.Add(new FilterToken(FilterTokenKind.Word, ReadWhile(text, ref at, char.IsAsciiLetterOrDigit)));
                    break;
                default:
                    throw new FormatException($"The filter has an unexpected sign at position {at}.");
            }
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "the end"));
        return tokens;
    }

    private static string ReadWhile(string text, ref int at, Func<char, bool> belongs)
    {
        var start = at++;
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    /// <summary>A quote within the text is written twice.</summary>
    private static string ReadText(string text, ref int at)
    {
        var start = ++at;
        while (true)
        {
            var quote = text.IndexOf('\'', at);
            if (quote < 0)
            {
                throw new FormatException($"The text at position {start - 1} of the filter has no end.");
            }

            at = quote + 1;
            if (at == text.Length || text[at] != '\'')
            {
                return text[start..quote].Replace("''", "'", StringComparison.Ordinal);
            }

            at++;
        }
    }
}
