using System.Buffers;
using System.Globalization;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// Lexical rules of SDP. Whatever is echoed into an answer has passed one of them, so a peer cannot inject lines.
/// </summary>
internal static class SdpText
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>token-char of RFC 8866 §9.</summary>
    private static readonly SearchValues<char> TokenChars = SearchValues.Create(Alphanumeric + "!#$%&'*+-.^_`{|}~");

    /// <summary>ice-char of RFC 8839 §5.1.</summary>
    private static readonly SearchValues<char> IceChars = SearchValues.Create(Alphanumeric + "+/");

    /// <summary>
    /// rid-id of RFC 8851 §10, narrowed by RFC 8852 §3.3, and the separators that implementations use all the same.
    /// </summary>
    private static readonly SearchValues<char> RidChars = SearchValues.Create(Alphanumeric + "-_");

    internal static bool IsToken(ReadOnlySpan<char> text, int maxLength) => IsMadeOf(text, TokenChars, 1, maxLength);

    /// <summary>A transport protocol: tokens joined by slashes (RFC 8866 §9, proto).</summary>
    internal static bool IsProtocol(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('/'))
        {
            if (!IsToken(text[part], SdpLimits.TokenLength))
            {
                return false;
            }
        }

        return text.Length <= SdpLimits.TokenLength;
    }

    internal static bool IsIceString(ReadOnlySpan<char> text, int minLength) =>
        IsMadeOf(text, IceChars, minLength, 256);

    internal static bool IsRid(ReadOnlySpan<char> text) => IsMadeOf(text, RidChars, 1, SdpLimits.RidLength);

    /// <summary>Cuts the next field off <paramref name="rest"/>; empty when nothing is left.</summary>
    internal static ReadOnlySpan<char> NextField(scoped ref ReadOnlySpan<char> rest, char separator = ' ')
    {
        rest = rest.TrimStart(separator);
        var end = rest.IndexOf(separator);
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return field;
    }

    /// <summary>Cuts <c>name:value</c> or <c>name=value</c>; the value is empty without a separator.</summary>
    internal static ReadOnlySpan<char> CutName(ReadOnlySpan<char> text, char separator, out ReadOnlySpan<char> value)
    {
        var end = text.IndexOf(separator);
        value = end < 0 ? [] : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }

    internal static bool TryNumber(ReadOnlySpan<char> text, int min, int max, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;

    internal static bool TrySsrc(ReadOnlySpan<char> text, out uint ssrc) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ssrc);

    internal static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool IsMadeOf(ReadOnlySpan<char> text, SearchValues<char> allowed, int minLength, int maxLength) =>
        text.Length >= minLength && text.Length <= maxLength && !text.ContainsAnyExcept(allowed);
}
