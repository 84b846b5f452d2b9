using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>Writes the answer (RFC 9429 §5.3.1).</summary>
internal static class AnswerWriter
{
    /// <param name="bundle">Mids of the accepted sections in the order of the offer's bundle (RFC 9143 §7.3).</param>
    internal static string Write(
        LocalDescription local,
        ulong version,
        DtlsRole role,
        IReadOnlyList<string> bundle,
        IReadOnlyList<AnsweredSection> sections)
    {
        var writer = new SdpWriter();
        writer.Session(local.SessionId, version);
        writer.Line("a=ice-lite");
        writer.Bundle(bundle);
        foreach (var section in sections)
        {
            if (section.Section is null)
            {
                WriteRejected(writer, section.Offered);
            }
            else
            {
                var candidates = section.Section.Mid == bundle[0] ? local.Candidates : [];
                WriteAccepted(writer, local, role, section, section.Section, candidates);
            }
        }

        return writer.ToString();
    }

    private static void WriteRejected(SdpWriter writer, MediaDescription offered)
    {
        writer.Line($"m={offered.MediaType} 0 {offered.Protocol} {offered.FirstFormat}");
        writer.Line("c=IN IP4 0.0.0.0");
        if (offered.Mid is not null)
        {
            writer.Line($"a=mid:{offered.Mid}");
        }

        writer.Line("a=inactive");
    }

    private static void WriteAccepted(
        SdpWriter writer,
        LocalDescription local,
        DtlsRole role,
        AnsweredSection answered,
        NegotiatedSection section,
        IReadOnlyList<IceCandidate> candidates)
    {
        var offered = answered.Offered;
        writer.Media(offered.MediaType, offered.Protocol, section.Codecs);
        writer.Line($"a=mid:{section.Mid}");
        writer.Transport(local.Ufrag, local.Pwd, local.Fingerprint, role == DtlsRole.Server ? "passive" : "active");
        WriteCandidates(writer, candidates);
        writer.Line(section.Direction switch
        {
            SectionDirection.Receive => "a=recvonly",
            SectionDirection.Send => "a=sendonly",
            SectionDirection.Inactive => "a=inactive",
        });
        writer.Line("a=rtcp-mux");
        if (offered.RtcpRsize)
        {
            writer.Line("a=rtcp-rsize");
        }

        if (offered.ExtmapAllowMixed)
        {
            writer.Line("a=extmap-allow-mixed");
        }

        foreach (var codec in section.Codecs)
        {
            writer.Codec(codec);
        }

        foreach (var extension in answered.Extensions)
        {
            writer.Extension(extension);
        }

        WriteStreams(writer, section);
    }

    /// <summary>
    /// Only the first section of the bundle has a transport (RFC 9143 §7.1.3), so only there candidates mean anything.
    /// </summary>
    private static void WriteCandidates(SdpWriter writer, IReadOnlyList<IceCandidate> candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            writer.Line($"a=candidate:{IceCandidates.ToSdp(candidates[i], i)}");
        }

        if (candidates.Count > 0)
        {
            writer.Line("a=end-of-candidates");
        }
    }

    private static void WriteStreams(SdpWriter writer, NegotiatedSection section)
    {
        switch (section)
        {
            case ReceiveSection receive:
                writer.Simulcast(receive.Rids, "recv");
                break;
            case SendSection { Slot: var slot }:
                writer.Line($"a=msid:{slot.StreamId} {slot.TrackId}");
                writer.Source(new SdpSource(slot.Ssrc, slot.RtxSsrc, slot.Cname));
                break;
        }
    }
}
