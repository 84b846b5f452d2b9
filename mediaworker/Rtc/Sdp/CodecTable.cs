namespace Serverless.Rtc.Sdp;

/// <summary>
/// Gathers rtpmap, fmtp and rtcp-fb by payload type. Lines about payload types that <c>m=</c> does not list are
/// ignored.
/// </summary>
internal sealed class CodecTable
{
    private readonly Entry?[] _byPayloadType = new Entry?[128];
    private readonly List<Entry> _entries = [];
    private RtcpFeedback _wildcard;

    /// <summary>False when the payload type is none, or there are too many.</summary>
    internal bool TryAdd(ReadOnlySpan<char> format)
    {
        if (!SdpText.TryNumber(format, 0, 127, out var number)
            || _byPayloadType[number] is not null
            || _entries.Count == SdpLimits.Codecs)
        {
            return false;
        }

        var entry = new Entry((byte)number);
        _byPayloadType[number] = entry;
        _entries.Add(entry);
        return true;
    }

    internal SdpError? ApplyRtpmap(AttributeLine line)
    {
        var rest = line.Value;
        if (!TryFind(SdpText.NextField(ref rest), out var entry))
        {
            return line.Malformed("rtpmap");
        }

        var name = SdpText.CutName(SdpText.NextField(ref rest), '/', out var clockAndChannels);
        var clock = SdpText.CutName(clockAndChannels, '/', out var channels);
        var channelCount = 1;
        if (!SdpText.IsToken(name, SdpLimits.TokenLength)
            || !SdpText.TryNumber(clock, 1, 1_000_000, out var clockRate)
            || (!channels.IsEmpty && !SdpText.TryNumber(channels, 1, 255, out channelCount)))
        {
            return line.Malformed("rtpmap");
        }

        if (entry is { Name: not null })
        {
            return line.Repeated("rtpmap");
        }

        if (entry is not null)
        {
            entry.Name = name.ToString();
            entry.ClockRate = clockRate;
            entry.Channels = channelCount;
        }

        return null;
    }

    internal SdpError? ApplyFmtp(AttributeLine line)
    {
        var rest = line.Value;
        if (!TryFind(SdpText.NextField(ref rest), out var entry) || rest.Length > SdpLimits.FmtpLength)
        {
            return line.Malformed("fmtp");
        }

        if (entry is { Fmtp.Length: 0 })
        {
            entry.Fmtp = rest.Trim(' ').ToString();
        }

        return null;
    }

    internal SdpError? ApplyFeedback(AttributeLine line)
    {
        var rest = line.Value;
        var format = SdpText.NextField(ref rest);
        var feedback = rest.Trim(' ') switch
        {
            "nack" => RtcpFeedback.Nack,
            "nack pli" => RtcpFeedback.Pli,
            "ccm fir" => RtcpFeedback.Fir,
            "transport-cc" => RtcpFeedback.TransportCc,
            "goog-remb" => RtcpFeedback.Remb,
            _ => RtcpFeedback.None,
        };
        if (format is "*")
        {
            _wildcard |= feedback;
            return null;
        }

        if (!TryFind(format, out var entry))
        {
            return line.Malformed("rtcp-fb");
        }

        if (entry is not null)
        {
            entry.Feedback |= feedback;
        }

        return null;
    }

    /// <summary>Static payload types without an rtpmap are left out: none of them is used here.</summary>
    internal IReadOnlyList<SdpCodec> Build()
    {
        var codecs = new List<SdpCodec>(_entries.Count);
        foreach (var entry in _entries)
        {
            if (entry.Name is not null)
            {
                codecs.Add(new SdpCodec
                {
                    PayloadType = entry.PayloadType,
                    Name = entry.Name,
                    ClockRate = entry.ClockRate,
                    Channels = entry.Channels,
                    Fmtp = entry.Fmtp,
                    Feedback = entry.Feedback | _wildcard,
                });
            }
        }

        return codecs;
    }

    /// <summary>False when the text is no payload type; null when it is one that <c>m=</c> does not list.</summary>
    private bool TryFind(ReadOnlySpan<char> format, out Entry? entry)
    {
        var valid = SdpText.TryNumber(format, 0, 127, out var number);
        entry = valid ? _byPayloadType[number] : null;
        return valid;
    }

    private sealed class Entry(byte payloadType)
    {
        internal byte PayloadType { get; } = payloadType;

        internal string? Name { get; set; }

        internal int ClockRate { get; set; }

        internal int Channels { get; set; }

        internal string Fmtp { get; set; } = "";

        internal RtcpFeedback Feedback { get; set; }
    }
}
