namespace Serverless.Local.PubSub.Hub;

internal static class GroupName
{
    public const int MaxLength = 1024;

    /// <summary>1 to 1024 characters that are not all white space; case matters.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length <= MaxLength && !name.IsWhiteSpace();
}
