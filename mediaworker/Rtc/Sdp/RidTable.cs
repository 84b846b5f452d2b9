namespace Serverless.Rtc.Sdp;

/// <summary>Gathers <c>a=rid</c> (RFC 8851) and <c>a=simulcast</c> (RFC 8853) of one section.</summary>
internal sealed class RidTable
{
    private readonly List<(string Rid, bool Sends)> _declared = [];
    private readonly List<string> _sent = [];
    private readonly List<string> _received = [];

    internal SdpError? ApplyRid(AttributeLine line)
    {
        var rest = line.Value;
        var rid = SdpText.NextField(ref rest);
        var direction = SdpText.NextField(ref rest);
        if (!SdpText.IsRid(rid) || direction is not ("send" or "recv"))
        {
            return line.Malformed("rid");
        }

        if (_declared.Count == SdpLimits.Attributes)
        {
            return line.TooMany("rid");
        }

        _declared.Add((rid.ToString(), direction is "send"));
        return null;
    }

    internal SdpError? ApplySimulcast(AttributeLine line)
    {
        var rest = line.Value;
        while (!rest.IsEmpty)
        {
            var direction = SdpText.NextField(ref rest);
            if (direction is not ("send" or "recv"))
            {
                return line.Malformed("simulcast");
            }

            var list = direction is "send" ? _sent : _received;
            if (list.Count > 0)
            {
                return line.Repeated("simulcast");
            }

            if (!TryReadStreams(SdpText.NextField(ref rest), list))
            {
                return line.Malformed("simulcast");
            }
        }

        return null;
    }

    internal IReadOnlyList<string> BuildSent() => Declared(_sent, sends: true);

    internal IReadOnlyList<string> BuildReceived() => Declared(_received, sends: false);

    /// <summary>
    /// Streams are parted by semicolons, alternatives by commas; a tilde marks a stream as paused (RFC 8853 §5.1).
    /// </summary>
    private static bool TryReadStreams(ReadOnlySpan<char> text, List<string> rids)
    {
        while (!text.IsEmpty)
        {
            var stream = SdpText.NextField(ref text, ';');
            var first = SdpText.NextField(ref stream, ',').TrimStart('~');
            var rid = first.ToString();
            if (!SdpText.IsRid(first) || rids.Contains(rid) || rids.Count == SdpLimits.Attributes)
            {
                return false;
            }

            rids.Add(rid);
        }

        return rids.Count > 0;
    }

    private List<string> Declared(List<string> rids, bool sends) =>
        rids.FindAll(rid => _declared.Contains((rid, sends)));
}
