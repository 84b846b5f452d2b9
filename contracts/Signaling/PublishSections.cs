namespace Serverless.Contracts.Signaling;

/// <summary>What an offer may say of its sending sections, with a join and later.</summary>
public static class PublishSections
{
    private const int MaxSections = 16;
    private const int MaxMidLength = 16;

    /// <returns>In words what is wrong; null: they are well formed, and whether they are allowed is another question.</returns>
    public static string? Refuse(IReadOnlyList<PublishSection> sections)
    {
        // Nullable annotations do not reach into lists that are read from JSON.
        var wrong = sections.Count > MaxSections
            || sections.Any(section => section is not { Mid.Length: > 0 and <= MaxMidLength })
            || sections.DistinctBy(section => section.Mid).Count() != sections.Count
            || sections.DistinctBy(section => section.Source).Count() != sections.Count;
        return wrong ? $"publish names at most {MaxSections} sections, each with a mid of its own and a source of its own." : null;
    }
}
