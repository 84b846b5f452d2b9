namespace Serverless.Rtc.Sdp;

/// <summary>Collects the lines of one media section.</summary>
internal sealed class MediaBuilder
{
    private readonly CodecTable _codecs = new();
    private readonly SourceTable _sources = new();
    private readonly RidTable _rids = new();
    private readonly TransportBuilder _transport = new();
    private readonly List<SdpExtension> _extensions = [];
    private readonly List<IceCandidate> _candidates = [];
    private MediaDescription _media = new()
    {
        Line = 0,
        Kind = MediaKind.Other,
        MediaType = "",
        Port = 0,
        Protocol = "",
        FirstFormat = "",
        Mid = null,
        Direction = SdpDirection.SendRecv,
        BundleOnly = false,
        RtcpMux = false,
        RtcpRsize = false,
        ExtmapAllowMixed = false,
        Transport = new TransportDescription(),
        Codecs = [],
        Extensions = [],
        SendRids = [],
        ReceiveRids = [],
        Sources = [],
        Msid = null,
        Candidates = [],
    };

    internal string? Mid => _media.Mid;

    /// <summary>Reads the value of an <c>m=</c> line.</summary>
    internal SdpError? Open(SdpLineReader line, SdpDirection direction, bool extmapAllowMixed)
    {
        var rest = line.Value;
        var mediaType = SdpText.NextField(ref rest);
        var port = SdpText.CutName(SdpText.NextField(ref rest), '/', out _);
        var protocol = SdpText.NextField(ref rest);
        var formats = rest;
        var firstFormat = SdpText.NextField(ref rest);
        if (!SdpText.IsToken(mediaType, SdpLimits.TokenLength)
            || !SdpText.TryNumber(port, 0, ushort.MaxValue, out var portNumber)
            || !SdpText.IsProtocol(protocol)
            || !SdpText.IsToken(firstFormat, SdpLimits.TokenLength))
        {
            return line.Invalid("malformed m=");
        }

        var kind = KindOf(mediaType, protocol);
        _media = _media with
        {
            Line = line.Number,
            Kind = kind,
            MediaType = mediaType.ToString(),
            Port = portNumber,
            Protocol = protocol.ToString(),
            FirstFormat = firstFormat.ToString(),
            Direction = direction,
            ExtmapAllowMixed = extmapAllowMixed,
        };
        return kind == MediaKind.Other ? null : AddFormats(line, formats);
    }

    internal SdpError? Apply(AttributeLine line)
    {
        switch (line.Name)
        {
            case "mid":
                return ApplyMid(line);
            case "rtpmap":
                return _codecs.ApplyRtpmap(line);
            case "fmtp":
                return _codecs.ApplyFmtp(line);
            case "rtcp-fb":
                return _codecs.ApplyFeedback(line);
            case "extmap":
                return ApplyExtension(line);
            case "ssrc":
                return _sources.ApplySource(line);
            case "ssrc-group":
                return _sources.ApplyGroup(line);
            case "rid":
                return _rids.ApplyRid(line);
            case "simulcast":
                return _rids.ApplySimulcast(line);
            case "msid":
                return ApplyMsid(line);
            case "candidate":
                return ApplyCandidate(line);
            default:
                return ApplyFlag(line.Name) ? null : _transport.Apply(line);
        }
    }

    internal MediaDescription Build() => _media with
    {
        Transport = _transport.Build(),
        Codecs = _codecs.Build(),
        Extensions = _extensions,
        SendRids = _rids.BuildSent(),
        ReceiveRids = _rids.BuildReceived(),
        Sources = _sources.Build(),
        Candidates = _candidates,
    };

    /// <summary>
    /// Only RTP with AVPF over DTLS is media that this server can carry (RFC 5764 §8, RFC 9429 §5.1.2).
    /// </summary>
    private static MediaKind KindOf(ReadOnlySpan<char> mediaType, ReadOnlySpan<char> protocol)
    {
        if (protocol is not ("UDP/TLS/RTP/SAVPF" or "TCP/TLS/RTP/SAVPF" or "TCP/DTLS/RTP/SAVPF" or "RTP/SAVPF"))
        {
            return MediaKind.Other;
        }

        return mediaType switch
        {
            "audio" => MediaKind.Audio,
            "video" => MediaKind.Video,
            _ => MediaKind.Other,
        };
    }

    private SdpError? AddFormats(SdpLineReader line, ReadOnlySpan<char> formats)
    {
        var count = 0;
        while (!formats.IsEmpty)
        {
            if (++count > SdpLimits.Codecs)
            {
                return new SdpError(
                    SdpErrorCode.TooManyAttributes,
                    line.Number,
                    $"more than {SdpLimits.Codecs} formats in one section");
            }

            if (!_codecs.TryAdd(SdpText.NextField(ref formats)))
            {
                return line.Invalid("m= lists a format that is no payload type, or one twice");
            }
        }

        return null;
    }

    private SdpError? ApplyMid(AttributeLine line)
    {
        if (!SdpText.IsToken(line.Value, SdpLimits.MidLength))
        {
            return line.Malformed("mid");
        }

        if (_media.Mid is not null)
        {
            return line.Repeated("mid");
        }

        _media = _media with { Mid = line.Value.ToString() };
        return null;
    }

    private SdpError? ApplyExtension(AttributeLine line)
    {
        var rest = line.Value;
        var idText = SdpText.CutName(SdpText.NextField(ref rest), '/', out var directionText);
        SdpDirection? direction = SdpDirections.TryParse(directionText, out var parsed) ? parsed : null;

        // Ids from 4096 are place holders that only an answer may resolve (RFC 8285 §6); nobody uses them here.
        if (!SdpText.TryNumber(idText, 1, 4351, out var id) || (direction is null && !directionText.IsEmpty))
        {
            return line.Malformed("extmap");
        }

        var kind = RtpExtensions.FromUri(SdpText.NextField(ref rest));
        if (kind == RtpExtension.None || id > byte.MaxValue || id == 15)
        {
            return null;
        }

        if (_extensions.Count == SdpLimits.Attributes)
        {
            return line.TooMany("extmap");
        }

        _extensions.Add(new SdpExtension((byte)id, kind, direction));
        return null;
    }

    private SdpError? ApplyMsid(AttributeLine line)
    {
        var rest = line.Value;
        var stream = SdpText.NextField(ref rest);
        var track = SdpText.NextField(ref rest);
        if (!SdpText.IsToken(stream, SdpLimits.IdLength)
            || (!track.IsEmpty && !SdpText.IsToken(track, SdpLimits.IdLength)))
        {
            return line.Malformed("msid");
        }

        _media = _media with { Msid = _media.Msid ?? new SdpMsid(stream.ToString(), track.ToString()) };
        return null;
    }

    private SdpError? ApplyCandidate(AttributeLine line)
    {
        if (!IceCandidates.TryParse(line.Value, out var candidate))
        {
            return null;
        }

        if (_candidates.Count == SdpLimits.Attributes)
        {
            return line.TooMany("candidate");
        }

        _candidates.Add(candidate);
        return null;
    }

    private bool ApplyFlag(ReadOnlySpan<char> name)
    {
        if (SdpDirections.TryParse(name, out var direction))
        {
            _media = _media with { Direction = direction };
            return true;
        }

        switch (name)
        {
            case "bundle-only":
                _media = _media with { BundleOnly = true };
                return true;
            case "rtcp-mux":
                _media = _media with { RtcpMux = true };
                return true;
            case "rtcp-rsize":
                _media = _media with { RtcpRsize = true };
                return true;
            case "extmap-allow-mixed":
                _media = _media with { ExtmapAllowMixed = true };
                return true;
            default:
                return false;
        }
    }
}
