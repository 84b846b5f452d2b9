namespace Serverless.Rtc.Sdp;

/// <summary>Walks the lines of a description; a lone LF ends a line as well as CRLF does (RFC 8866 §5).</summary>
internal ref struct SdpLineReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Number of the current line, from 1.</summary>
    internal int Number { get; private set; }

    internal char Type { get; private set; }

    internal ReadOnlySpan<char> Value { get; private set; }

    /// <summary>
    /// False at the end of the text and at a line that is none; <paramref name="error"/> tells which.
    /// </summary>
    internal bool MoveNext(out SdpError? error)
    {
        error = null;
        if (_rest.IsEmpty)
        {
            return false;
        }

        Number++;
        var end = _rest.IndexOf('\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        if (line.EndsWith('\r'))
        {
            line = line[..^1];
        }

        if (line.Length > SdpLimits.LineLength)
        {
            error = Invalid($"a line is longer than {SdpLimits.LineLength} characters");
            return false;
        }

        if (line.Length < 2 || line[1] != '=' || line[0] is < 'a' or > 'z')
        {
            error = Invalid("a line is not of the form type=value");
            return false;
        }

        if (line.ContainsAnyInRange('\0', '\u001f') || line.Contains('\u007f'))
        {
            error = Invalid("a line has a control character");
            return false;
        }

        Type = line[0];
        Value = line[2..];
        return true;
    }

    internal readonly SdpError Invalid(string detail) => new(SdpErrorCode.InvalidSdp, Number, detail);
}
