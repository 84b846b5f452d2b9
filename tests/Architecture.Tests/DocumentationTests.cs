using System.Text.RegularExpressions;

namespace Serverless.Architecture.Tests;

/// <summary>A map that names what is not there is worse than none.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents() => [.. Repository.Files(".md")];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_that_a_document_names_exists(string document)
    {
        var folder = Path.GetDirectoryName(document)!;
        var missing = Named(Repository.Read(document))
            .Where(path => !Repository.Exists(path) && !Repository.Exists(Path.Combine(folder, path)));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_top_folder_is_on_the_map()
    {
        var readme = Repository.Read("README.md");

        Assert.All(Repository.TopFolders, name => Assert.Contains($"`{name}/", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void No_source_file_outgrows_500_lines()
    {
        var large = Repository.Files(".cs", ".ts", ".tsx")
            .Where(file => Repository.Read(file).Count(character => character == '\n') > 500);

        Assert.Empty(large);
    }

    [Fact]
    public void Every_metric_is_documented_and_no_other()
    {
        var instruments = Repository.Files(".cs")
            .Where(file => file.StartsWith("mediaworker/", StringComparison.Ordinal) || file.StartsWith("functions/", StringComparison.Ordinal))
            .SelectMany(file => Instrument().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value))
            .Order();
        var documented = DocumentedMetric().Matches(Repository.Read("docs/metrics.md")).Select(match => match.Groups[1].Value).Order();

        Assert.Equal(instruments, documented);
    }

    /// <summary>Links, and `paths/in/code` that begin with a folder of this repository; not those with placeholders.</summary>
    private static IEnumerable<string> Named(string text)
    {
        var links = Link().Matches(text).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
            .Select(link => link.Split('#')[0]);
        var code = CodePath().Matches(text).Select(match => match.Groups[1].Value)
            .Where(path => Repository.Exists(path.Split('/')[0]));
        return links.Concat(code);
    }

    [GeneratedRegex(@"\.Create(?:Observable)?(?:Counter|UpDownCounter|Gauge|Histogram)(?:<\w+>)?\(\s*""([\w.]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedMetric();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([A-Za-z.][\w.-]*(?:/[\w.-]+)+/?)`")]
    private static partial Regex CodePath();
}
