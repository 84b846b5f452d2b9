namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// A wildcard over group names: <c>?</c> is one character but a dot, <c>*</c> any number but dots, <c>**</c> any number
/// with dots, a backslash makes the next wildcard or backslash literal.
/// </summary>
internal sealed class GroupPattern
{
    private const int MaxLength = 1024;
    private const int MaxStars = 5;

    private readonly Step[] _steps;

    private GroupPattern(Step[] steps) => _steps = steps;

    private enum StepKind
    {
        Literal,
        AnyButDot,
        ManyButDot,
        Many,
    }

    public static bool TryParse(ReadOnlySpan<char> text, out GroupPattern? pattern)
    {
        pattern = null;
        if (text.IsEmpty || text.Length > MaxLength || text.Count('*') > MaxStars + EscapedStars(text))
        {
            return false;
        }

        var steps = new List<Step>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length && text[i + 1] is '\\' or '*' or '?':
                    steps.Add(new Step(StepKind.Literal, text[++i]));
                    break;
                case '\\':
                    return false;
                case '?':
                    steps.Add(new Step(StepKind.AnyButDot));
                    break;
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    steps.Add(new Step(StepKind.Many));
                    i++;
                    break;
                case '*':
                    steps.Add(new Step(StepKind.ManyButDot));
                    break;
                default:
                    steps.Add(new Step(StepKind.Literal, text[i]));
                    break;
            }
        }

        pattern = new GroupPattern([.. steps]);
        return true;
    }

    /// <summary>
    /// Follows all possible positions at once, so the time is bounded by name × pattern for any input.
    /// </summary>
    public bool Matches(ReadOnlySpan<char> group)
    {
        Span<bool> reachable = stackalloc bool[MaxLength + 1];
        reachable = reachable[..(_steps.Length + 1)];
        reachable.Clear();
        reachable[0] = true;
        SkipEmptyRuns(reachable);
        foreach (var character in group)
        {
            // From the end, so that each position is advanced by this character only once.
            for (var i = _steps.Length; i >= 0; i--)
            {
                var stays = i < _steps.Length && reachable[i] && _steps[i].Repeats(character);
                var arrives = i > 0 && reachable[i - 1] && _steps[i - 1].Accepts(character);
                reachable[i] = stays || arrives;
            }

            SkipEmptyRuns(reachable);
        }

        return reachable[_steps.Length];
    }

    private static int EscapedStars(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                count += text[++i] == '*' ? 1 : 0;
            }
        }

        return count;
    }

    private void SkipEmptyRuns(Span<bool> reachable)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            if (reachable[i] && _steps[i].Kind is StepKind.ManyButDot or StepKind.Many)
            {
                reachable[i + 1] = true;
            }
        }
    }

    private readonly record struct Step(StepKind Kind, char Character = '\0')
    {
        public bool Accepts(char character) => Kind switch
        {
            StepKind.Literal => character == Character,
            StepKind.AnyButDot => character != '.',
            StepKind.ManyButDot or StepKind.Many => false,
        };

        public bool Repeats(char character) => Kind switch
        {
            StepKind.Literal or StepKind.AnyButDot => false,
            StepKind.ManyButDot => character != '.',
            StepKind.Many => true,
        };
    }
}
