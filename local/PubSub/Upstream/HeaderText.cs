namespace Serverless.Local.PubSub.Upstream;

internal static class HeaderText
{
    /// <summary>As it is, unless a header cannot carry it: then percent-encoded.</summary>
    public static string Of(string text) => text.Any(char.IsControl) ? Uri.EscapeDataString(text) : text;
}
