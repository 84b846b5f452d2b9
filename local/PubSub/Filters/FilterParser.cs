using System.Globalization;
using static Serverless.Local.PubSub.Filters.Operand;

namespace Serverless.Local.PubSub.Filters;

/// <summary>
/// Reads the subset of OData's <c>$filter</c> that the service has (OData 4.01 URL conventions, section 5.1.1): and, or,
/// not, eq, ne, gt, ge, lt, le, in, some functions; userId, connectionId and groups.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>Of the service.</summary>
    private const int MaxClauses = 100;

    /// <summary>Ours, so that nesting does not exhaust the stack.</summary>
    private const int MaxDepth = 100;

    private readonly List<FilterToken> _tokens;
    private int _at;
    private int _clauses;
    private int _depth;

    private FilterParser(List<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Current => _tokens[_at];

    /// <exception cref="FormatException">With a message for the caller.</exception>
    public static Truth Parse(string text)
    {
        var parser = new FilterParser(FilterLexer.Read(text));
        var filter = parser.AsTruth(parser.ReadOr());
        parser.Expect(FilterTokenKind.End);
        return filter;
    }

    private Operand ReadOr()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException("The filter is nested too deeply.");
        }

        var left = ReadAnd();
        while (TryTake("or"))
        {
            var (l, r) = (AsTruth(left), AsTruth(ReadAnd()));
            left = new Truth(c => l.Read(c) || r.Read(c));
        }

        _depth--;
        return left;
    }

    private Operand ReadAnd()
    {
        var left = ReadNot();
        while (TryTake("and"))
        {
            var (l, r) = (AsTruth(left), AsTruth(ReadNot()));
            left = new Truth(c => l.Read(c) && r.Read(c));
        }

        return left;
    }

    private Operand ReadNot()
    {
        var negated = false;
        var any = false;
        while (TryTake("not"))
        {
            (negated, any) = (!negated, true);
        }

        var operand = ReadComparison();
        if (!any)
        {
            return operand;
        }

        var truth = AsTruth(operand);
        return negated ? new Truth(c => !truth.Read(c)) : truth;
    }

    private Operand ReadComparison()
    {
        var left = ReadOperand();
        if (Current.Is("in"))
        {
            _at++;
            CountClause();
            return ReadIn(left);
        }

        if (Current is { Kind: FilterTokenKind.Word, Text: var word } && IsComparison(word))
        {
            _at++;
            CountClause();
            return FilterComparison.Apply(word, left, ReadOperand())
                ?? throw new FormatException($"The filter compares what '{word}' cannot compare.");
        }

        return left;
    }

    private static bool IsComparison(string word) =>
        word.ToLowerInvariant() is "eq" or "ne" or "gt" or "ge" or "lt" or "le";

    private Truth ReadIn(Operand left)
    {
        if (Current.Is("groups"))
        {
            _at++;
            var name = left as Text ?? throw new FormatException("Only a text can be in groups.");
            return new Truth(c => name.Read(c) is { } group && c.Groups.Any(joined => joined.Name == group));
        }

        Expect(FilterTokenKind.Open);
        var values = new List<Truth>();
        do
        {
            CountClause();
            values.Add(FilterComparison.Apply("eq", left, ReadOperand())
                ?? throw new FormatException("The list behind 'in' has a value of another type."));
        }
        while (TryTake(FilterTokenKind.Comma));
        Expect(FilterTokenKind.Close);
        return new Truth(c => values.Exists(value => value.Read(c)));
    }

    private Operand ReadOperand()
    {
        var token = Current;
        _at++;
        switch (token.Kind)
        {
            case FilterTokenKind.Open:
                var inner = ReadOr();
                Expect(FilterTokenKind.Close);
                return inner;
            case FilterTokenKind.Text:
                return new Text(_ => token.Text);
            case FilterTokenKind.Number:
                var number = long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw new FormatException($"'{token.Text}' is not a number of the filter.");
                return new Number(_ => number);
            case FilterTokenKind.Word when Current.Kind == FilterTokenKind.Open:
                return ReadFunction(token.Text);
            case FilterTokenKind.Word:
                return Named(token.Text);
            default:
                throw new FormatException($"The filter has '{token.Text}' where a value belongs.");
        }
    }

    private Operand ReadFunction(string name)
    {
        Expect(FilterTokenKind.Open);
        var arguments = new List<Operand>();
        do
        {
            arguments.Add(ReadOr());
        }
        while (TryTake(FilterTokenKind.Comma));
        Expect(FilterTokenKind.Close);
        CountClause();
        return FilterFunctions.Apply(name, arguments)
            ?? throw new FormatException($"There is no function '{name}' with these arguments.");
    }

    private static Operand Named(string name) => name.ToLowerInvariant() switch
    {
        "userid" => new Text(c => c.UserId),
        "connectionid" => new Text(c => c.Id),
        "groups" => new Groups(),
        "null" => new Null(),
        "true" => new Truth(_ => true),
        "false" => new Truth(_ => false),
        _ => throw new FormatException($"The filter does not know '{name}'."),
    };

    private Truth AsTruth(Operand operand) =>
        operand as Truth ?? throw new FormatException($"The filter needs a condition before '{Current.Text}'.");

    private void CountClause()
    {
        if (++_clauses > MaxClauses)
        {
            throw new FormatException($"A filter has at most {MaxClauses} clauses.");
        }
    }

    private bool TryTake(string word)
    {
        var found = Current.Is(word);
        _at += found ? 1 : 0;
        return found;
    }

    private bool TryTake(FilterTokenKind kind)
    {
        var found = Current.Kind == kind;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(FilterTokenKind kind)
    {
        if (Current.Kind != kind)
        {
            throw new FormatException($"The filter has '{Current.Text}' where something else belongs.");
        }

        _at += kind == FilterTokenKind.End ? 0 : 1;
    }
}
