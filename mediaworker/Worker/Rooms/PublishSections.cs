using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>What an offer may say of its sections: the rules that functions have for joins.</summary>
internal static class PublishSections
{
    private const int Most = 16;
    private const int LongestMid = 16;

    /// <returns>Null: they are well formed; whether they are allowed is another question.</returns>
    public static string? Refuse(IReadOnlyList<PublishSection> sections) =>
        sections.Count > Most
        || sections.Any(section => section.Mid.Length is 0 or > LongestMid)
        || sections.DistinctBy(section => section.Mid).Count() != sections.Count
        || sections.DistinctBy(section => section.Source).Count() != sections.Count
            ? "publish names at most 16 sections, each with a mid of its own and a source of its own."
            : null;
}
