namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// To which groups one permission of one connection extends. A rule for the literal name wins over everything else.
/// </summary>
internal sealed class GroupRules
{
    public const int MaxLiterals = 1000;
    private const int MaxPatterns = 9;

    private readonly Dictionary<string, bool> _literals = new(StringComparer.Ordinal);
    private readonly List<GroupPattern> _patterns = [];
    private bool _everyGroup;

    public void AllowEveryGroup() => _everyGroup = true;

    /// <summary>Invalid patterns, and those above the limit, are ignored, as the service does.</summary>
    public void AllowPattern(ReadOnlySpan<char> text)
    {
        if (_patterns.Count < MaxPatterns && GroupPattern.TryParse(text, out var pattern))
        {
            _patterns.Add(pattern!);
        }
    }

    /// <summary>False when there are too many rules already.</summary>
    public bool TryAllow(string group) => TrySet(group, allowed: true);

    /// <summary>Inside a pattern, or with every group allowed, this denies the one group.</summary>
    public bool TryDeny(string group)
    {
        if (AllowedInGeneral(group))
        {
            return TrySet(group, allowed: false);
        }

        _literals.Remove(group);
        return true;
    }

    public bool Allows(string group) =>
        _literals.TryGetValue(group, out var allowed) ? allowed : AllowedInGeneral(group);

    private bool AllowedInGeneral(string group) => _everyGroup || _patterns.Exists(pattern => pattern.Matches(group));

    private bool TrySet(string group, bool allowed)
    {
        if (_literals.Count >= MaxLiterals && !_literals.ContainsKey(group))
        {
            return false;
        }

        _literals[group] = allowed;
        return true;
    }
}
