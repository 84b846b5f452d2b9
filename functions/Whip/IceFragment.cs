using System.Text;
using Serverless.Contracts.Internal;

namespace Serverless.Functions.Whip;

/// <summary>
/// Credentials in an <c>application/trickle-ice-sdpfrag</c> (RFC 8840). Its candidates are not read: the worker is
/// ICE-lite and learns a client's addresses from the checks it sends.
/// </summary>
/// <param name="Ufrag">null: the fragment has no credentials.</param>
/// <param name="Pwd">null together with <paramref name="Ufrag"/>.</param>
internal sealed record IceFragment(string? Ufrag, string? Pwd)
{
    private const string UfragAttribute = "a=ice-ufrag:";
    private const string PwdAttribute = "a=ice-pwd:";

    /// <returns>null: no fragment.</returns>
    public static IceFragment? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToList();
        if (lines.Count == 0 || lines.Any(line => line.Length < 2 || line[1] != '='))
        {
            return null;
        }

        var (ufrag, pwd) = (Value(lines, UfragAttribute), Value(lines, PwdAttribute));
        // Lengths: RFC 8839 §5.4.
        var wellFormed = (ufrag is null && pwd is null) || (IsIceText(ufrag, 4) && IsIceText(pwd, 22));
        return wellFormed ? new IceFragment(ufrag, pwd) : null;
    }

    /// <summary>The worker's side after a restart, under the section that carries the bundle's transport.</summary>
    public static string Write(string kind, string? mid, RestartIceResponse ice)
    {
        var text = new StringBuilder()
            .Append("a=ice-lite\r\n")
            .Append($"m={kind} 9 UDP/TLS/RTP/SAVPF 0\r\n")
            .Append(mid is null ? string.Empty : $"a=mid:{mid}\r\n")
            .Append($"{UfragAttribute}{ice.Ufrag}\r\n")
            .Append($"{PwdAttribute}{ice.Pwd}\r\n");
        // Of UDP only: the library that most WHIP pages use makes an SDP of several candidates that no browser parses. Who needs
        // TCP begins anew.
        foreach (var candidate in ice.Candidates.Where(candidate => candidate.Contains(" udp ", StringComparison.OrdinalIgnoreCase)))
        {
            text.Append($"a=candidate:{candidate}\r\n");
        }

        return text.Append("a=end-of-candidates\r\n").ToString();
    }

    private static string? Value(List<string> lines, string attribute) =>
        lines.Find(line => line.StartsWith(attribute, StringComparison.Ordinal))?[attribute.Length..];

    private static bool IsIceText(string? text, int minimum) =>
        text is not null && text.Length >= minimum && text.Length <= 256
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/');
}
