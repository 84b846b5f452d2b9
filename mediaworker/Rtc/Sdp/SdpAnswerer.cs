using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// Answers a client's offer (RFC 3264, RFC 9429): the client always offers, so the server needs nothing else.
/// </summary>
public static class SdpAnswerer
{
    /// <param name="previous">Outcome of the connection's last offer: sections with a known mid keep slot and
    /// SSRCs.</param>
    public static bool TryAnswer(
        SessionDescription offer,
        AnswerPolicy policy,
        LocalDescription local,
        Negotiated? previous,
        [NotNullWhen(true)] out Negotiated? negotiated,
        [NotNullWhen(false)] out SdpError? error)
    {
        negotiated = null;
        if (!RemoteTransport.TryRead(offer, out var transport, out error))
        {
            return false;
        }

        error = ChooseRole(transport.Setup, previous, out var role)
            ?? CheckSession(offer, previous)
            ?? CheckBundled(offer);
        if (error is not null)
        {
            return false;
        }

        var answered = AnswerSections(offer, policy, local, previous);
        var sections = answered.Select(section => section.Section).OfType<NegotiatedSection>().ToList();
        if (sections.Count == 0)
        {
            error = new SdpError(SdpErrorCode.NoUsableCodec, 0, "no section has a codec that this room uses");
            return false;
        }

        var version = (previous?.Version ?? 0) + 1;
        var accepted = sections.ConvertAll(section => section.Mid).ToHashSet();
        var bundle = offer.BundleGroup.Distinct().Where(accepted.Contains).ToList();
        negotiated = new Negotiated
        {
            Sdp = AnswerWriter.Write(local, version, role, bundle, answered),
            Version = version,
            RemoteUfrag = transport.Ufrag,
            RemotePwd = transport.Pwd,
            RemoteFingerprint = transport.Fingerprint,
            DtlsRole = role,
            SectionCount = offer.Media.Count,
            Sections = sections,
        };
        return true;
    }

    private static List<AnsweredSection> AnswerSections(
        SessionDescription offer, AnswerPolicy policy, LocalDescription local, Negotiated? previous)
    {
        var slots = new SlotTable(offer, policy, local, previous);
        var answerer = new SectionAnswerer(policy, slots, offer.BundleGroup, previous?.Sections ?? []);
        return [.. offer.Media.Select(answerer.Answer)];
    }

    private static SdpError? CheckSession(SessionDescription offer, Negotiated? previous)
    {
        if (offer.IceLite)
        {
            return new SdpError(SdpErrorCode.NoIce, 0, "both sides are ICE-lite, so nobody would send checks");
        }

        return offer.Media.Count < previous?.SectionCount
            ? new SdpError(SdpErrorCode.InvalidSdp, 0, "sections of an earlier offer are missing (RFC 3264 §8)")
            : null;
    }

    private static SdpError? CheckBundled(SessionDescription offer)
    {
        var bundle = offer.BundleGroup.ToHashSet();
        var consistency = new BundleConsistency();
        foreach (var media in offer.Media)
        {
            if (media.IsStopped || media.Kind == MediaKind.Other || media.Mid is null || !bundle.Contains(media.Mid))
            {
                continue;
            }

            if (!media.RtcpMux)
            {
                return new SdpError(SdpErrorCode.RtcpMuxRequired, media.Line, "the section does not offer a=rtcp-mux");
            }

            if (consistency.Add(media) is { } conflict)
            {
                return conflict;
            }
        }

        return null;
    }

    /// <summary>
    /// RFC 8842 §5.3. A live association keeps its role, which is also what browsers expect of the answer.
    /// </summary>
    private static SdpError? ChooseRole(DtlsSetup setup, Negotiated? previous, out DtlsRole role)
    {
        role = setup switch
        {
            DtlsSetup.ActPass => previous?.DtlsRole ?? DtlsRole.Server,
            DtlsSetup.Active or DtlsSetup.Absent => DtlsRole.Server,
            DtlsSetup.Passive => DtlsRole.Client,
            DtlsSetup.HoldConn => DtlsRole.Server,
        };
        if (setup == DtlsSetup.HoldConn)
        {
            return new SdpError(SdpErrorCode.UnsupportedSetup, 0, "setup:holdconn cannot start a connection");
        }

        return previous is not null && previous.DtlsRole != role
            ? new SdpError(SdpErrorCode.UnsupportedSetup, 0, "the DTLS role of a live connection cannot change")
            : null;
    }
}
