namespace Serverless.Rtc.Sdp;

/// <summary>Gathers <c>a=ssrc</c> and <c>a=ssrc-group</c> (RFC 5576) of one section.</summary>
internal sealed class SourceTable
{
    private readonly List<(uint Ssrc, string Cname)> _sources = [];
    private readonly List<(uint Primary, uint Secondary, bool IsRtx)> _groups = [];

    internal SdpError? ApplySource(AttributeLine line)
    {
        var rest = line.Value;
        if (!SdpText.TrySsrc(SdpText.NextField(ref rest), out var ssrc) || rest.Length > SdpLimits.IdLength * 2)
        {
            return line.Malformed("ssrc");
        }

        var index = _sources.FindIndex(source => source.Ssrc == ssrc);
        if (index < 0)
        {
            if (_sources.Count == SdpLimits.Attributes)
            {
                return line.TooMany("ssrc");
            }

            index = _sources.Count;
            _sources.Add((ssrc, ""));
        }

        if (SdpText.CutName(rest, ':', out var value) is "cname")
        {
            _sources[index] = (ssrc, value.ToString());
        }

        return null;
    }

    internal SdpError? ApplyGroup(AttributeLine line)
    {
        var rest = line.Value;
        var semantics = SdpText.NextField(ref rest);
        if (semantics is not ("FID" or "FEC-FR"))
        {
            return null;
        }

        if (!SdpText.TrySsrc(SdpText.NextField(ref rest), out var primary)
            || !SdpText.TrySsrc(SdpText.NextField(ref rest), out var secondary)
            || !rest.IsEmpty)
        {
            return line.Malformed("ssrc-group");
        }

        if (_groups.Count == SdpLimits.Attributes)
        {
            return line.TooMany("ssrc-group");
        }

        _groups.Add((primary, secondary, semantics is "FID"));
        return null;
    }

    /// <summary>Primary sources only: a retransmission or FEC source belongs to one of them.</summary>
    internal IReadOnlyList<SdpSource> Build()
    {
        var primaries = new List<SdpSource>(_sources.Count);
        foreach (var (ssrc, cname) in _sources)
        {
            if (!_groups.Exists(group => group.Secondary == ssrc))
            {
                var rtx = _groups.FindIndex(group => group.IsRtx && group.Primary == ssrc);
                primaries.Add(new SdpSource(ssrc, rtx < 0 ? null : _groups[rtx].Secondary, cname));
            }
        }

        return primaries;
    }
}
