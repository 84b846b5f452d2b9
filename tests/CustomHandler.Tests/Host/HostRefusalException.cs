namespace Serverless.CustomHandler.Tests.Host;

/// <summary>What the Functions host would not start, or would start and then misunderstand.</summary>
internal sealed class HostRefusalException(IReadOnlyList<string> problems) : Exception(string.Join(' ', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
