using System.Diagnostics.CodeAnalysis;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// Reads a description line by line: the session level, then one <see cref="MediaBuilder"/> for each <c>m=</c>.
/// </summary>
internal sealed class SdpParser
{
    private readonly TransportBuilder _transport = new();
    private readonly List<MediaBuilder> _media = [];
    private readonly HashSet<string> _mids = [];
    private List<string> _bundle = [];
    private SdpDirection _direction = SdpDirection.SendRecv;
    private bool _iceLite;
    private bool _extmapAllowMixed;

    internal static bool TryParse(
        string text,
        [NotNullWhen(true)] out SessionDescription? description,
        [NotNullWhen(false)] out SdpError? error)
    {
        description = null;
        if (text.Length > SdpLimits.TextLength)
        {
            error = new SdpError(SdpErrorCode.TooLarge, 0, $"more than {SdpLimits.TextLength} characters");
            return false;
        }

        var parser = new SdpParser();
        error = parser.Read(new SdpLineReader(text));
        if (error is not null)
        {
            return false;
        }

        description = parser.Build();
        return true;
    }

    private SdpError? Read(SdpLineReader lines)
    {
        if (!lines.MoveNext(out var broken) || lines.Type != 'v' || lines.Value is not "0")
        {
            return broken ?? new SdpError(SdpErrorCode.InvalidSdp, 1, "the first line is not v=0");
        }

        while (lines.MoveNext(out broken))
        {
            var error = lines.Type switch
            {
                'm' => OpenMedia(lines),
                'a' when _media.Count == 0 => ApplySession(new AttributeLine(lines.Number, lines.Value)),
                'a' => ApplyMedia(new AttributeLine(lines.Number, lines.Value)),
                _ => null,
            };
            if (error is not null)
            {
                return error;
            }
        }

        return broken;
    }

    private SdpError? OpenMedia(SdpLineReader lines)
    {
        if (_media.Count == SdpLimits.Sections)
        {
            return new SdpError(SdpErrorCode.TooManySections, lines.Number, $"more than {SdpLimits.Sections} sections");
        }

        var media = new MediaBuilder();
        _media.Add(media);
        return media.Open(lines, _direction, _extmapAllowMixed);
    }

    private SdpError? ApplyMedia(AttributeLine line)
    {
        var media = _media[^1];
        var error = media.Apply(line);
        if (error is null && line.Name is "mid" && !_mids.Add(media.Mid!))
        {
            return new SdpError(SdpErrorCode.InvalidSdp, line.Number, "two sections have the same mid");
        }

        return error;
    }

    private SdpError? ApplySession(AttributeLine line)
    {
        switch (line.Name)
        {
            case "group":
                return ApplyGroup(line);
            case "ice-lite":
                _iceLite = true;
                return null;
            case "extmap-allow-mixed":
                _extmapAllowMixed = true;
                return null;
            default:
                if (SdpDirections.TryParse(line.Name, out var direction))
                {
                    _direction = direction;
                    return null;
                }

                return _transport.Apply(line);
        }
    }

    /// <summary>Only the first bundle counts: one transport per connection.</summary>
    private SdpError? ApplyGroup(AttributeLine line)
    {
        var rest = line.Value;
        if (SdpText.NextField(ref rest) is not "BUNDLE" || _bundle.Count > 0)
        {
            return null;
        }

        var mids = new List<string>();
        while (!rest.IsEmpty)
        {
            var mid = SdpText.NextField(ref rest);
            if (mid.IsEmpty)
            {
                break;
            }

            if (!SdpText.IsToken(mid, SdpLimits.MidLength) || mids.Count == SdpLimits.Sections)
            {
                return line.Malformed("group");
            }

            mids.Add(mid.ToString());
        }

        _bundle = mids;
        return null;
    }

    private SessionDescription Build() => new()
    {
        BundleGroup = _bundle,
        IceLite = _iceLite,
        Transport = _transport.Build(),
        Media = _media.ConvertAll(media => media.Build()),
    };
}
