namespace Serverless.Rtc.Sdp;

/// <summary>The URIs behind <see cref="RtpExtension"/>.</summary>
internal static class RtpExtensions
{
    private static readonly (RtpExtension Kind, string Uri)[] Uris =
    [
        (RtpExtension.AudioLevel, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
        (RtpExtension.Mid, "urn:ietf:params:rtp-hdrext:sdes:mid"),
        (RtpExtension.Rid, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
        (RtpExtension.RepairedRid, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
        (RtpExtension.TransportCc, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
        (RtpExtension.AbsSendTime, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
        (RtpExtension.PlayoutDelay, "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
        (RtpExtension.VideoOrientation, "urn:3gpp:video-orientation"),
        (RtpExtension.DependencyDescriptor,
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"),
    ];

    internal static RtpExtension FromUri(ReadOnlySpan<char> uri)
    {
        foreach (var (kind, known) in Uris)
        {
            if (uri.SequenceEqual(known))
            {
                return kind;
            }
        }

        return RtpExtension.None;
    }

    internal static string ToUri(RtpExtension kind) => Array.Find(Uris, entry => entry.Kind == kind).Uri;

    /// <summary><paramref name="ids"/> with one more id filled in.</summary>
    internal static ExtensionIds With(this ExtensionIds ids, RtpExtension kind, byte id) => kind switch
    {
        RtpExtension.AudioLevel => ids with { AudioLevel = id },
        RtpExtension.Mid => ids with { Mid = id },
        RtpExtension.Rid => ids with { Rid = id },
        RtpExtension.RepairedRid => ids with { RepairedRid = id },
        RtpExtension.TransportCc => ids with { TransportCc = id },
        RtpExtension.AbsSendTime => ids with { AbsSendTime = id },
        RtpExtension.PlayoutDelay => ids with { PlayoutDelay = id },
        RtpExtension.VideoOrientation => ids with { VideoOrientation = id },
        RtpExtension.DependencyDescriptor => ids with { DependencyDescriptor = id },
        RtpExtension.None or RtpExtension.All => ids,
    };
}
