namespace Serverless.Rtc.Sdp;

/// <summary>Reads <c>name=value;name=value</c> of an fmtp.</summary>
internal static class FormatParameters
{
    /// <summary>The value of a parameter; empty when it is absent or has none.</summary>
    internal static ReadOnlySpan<char> Find(ReadOnlySpan<char> fmtp, scoped ReadOnlySpan<char> name)
    {
        while (!fmtp.IsEmpty)
        {
            var field = SdpText.NextField(ref fmtp, ';').Trim(' ');
            if (SdpText.Same(SdpText.CutName(field, '=', out var value).Trim(' '), name))
            {
                return value.Trim(' ');
            }
        }

        return [];
    }

    /// <summary>
    /// A number from 0 to <paramref name="max"/>; <paramref name="absent"/> without one; null when it is no such
    /// number.
    /// </summary>
    internal static int? FindNumber(ReadOnlySpan<char> fmtp, ReadOnlySpan<char> name, int absent, int max)
    {
        var value = Find(fmtp, name);
        if (value.IsEmpty)
        {
            return absent;
        }

        return SdpText.TryNumber(value, 0, max, out var number) ? number : null;
    }
}
