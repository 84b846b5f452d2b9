using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// ICE and DTLS parameters of a bundled description. A new ufrag in a later offer asks for an ICE restart (RFC 8839
/// §4.4.1), so the
/// caller reads them first and gives <see cref="LocalDescription"/> new credentials when they changed.
/// </summary>
public sealed record RemoteTransport
{
    public required string Ufrag { get; init; }

    public required string Pwd { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required DtlsSetup Setup { get; init; }

    /// <summary>
    /// Reads the tagged section, the first live one of the bundle, with the session level behind it (RFC 9143 §7).
    /// </summary>
    public static bool TryRead(
        SessionDescription description,
        [NotNullWhen(true)] out RemoteTransport? transport,
        [NotNullWhen(false)] out SdpError? error)
    {
        transport = null;
        if (description.BundleGroup.Count == 0)
        {
            error = new SdpError(SdpErrorCode.NoBundle, 0, "there is no a=group:BUNDLE with a section in it");
            return false;
        }

        var tagged = FindTagged(description);
        if (tagged is null)
        {
            error = new SdpError(SdpErrorCode.NoUsableCodec, 0, "the bundle has no live section");
            return false;
        }

        var (own, session) = (tagged.Transport, description.Transport);
        var (ufrag, pwd) = (own.Ufrag ?? session.Ufrag, own.Pwd ?? session.Pwd);
        if (ufrag is null || pwd is null)
        {
            error = new SdpError(
                SdpErrorCode.NoIce, tagged.Line, "the bundle's first section has no ice-ufrag and ice-pwd");
            return false;
        }

        if ((own.Fingerprint ?? session.Fingerprint) is not { } fingerprint)
        {
            error = new SdpError(
                SdpErrorCode.NoFingerprint, tagged.Line, "the bundle's first section has no sha-256 fingerprint");
            return false;
        }

        error = null;
        transport = new RemoteTransport
        {
            Ufrag = ufrag,
            Pwd = pwd,
            Fingerprint = fingerprint,
            Setup = own.Setup == DtlsSetup.Absent ? session.Setup : own.Setup,
        };
        return true;
    }

    private static MediaDescription? FindTagged(SessionDescription description)
    {
        var byMid = description.Media.Where(media => media.Mid is not null).ToDictionary(media => media.Mid!);
        foreach (var mid in description.BundleGroup)
        {
            if (byMid.TryGetValue(mid, out var media) && !media.IsStopped)
            {
                return media;
            }
        }

        return null;
    }
}
