using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Sdp;

/// <summary>The server's answer, as the simple client needs it.</summary>
public sealed record ClientAnswer
{
    public required string RemoteUfrag { get; init; }

    public required string RemotePwd { get; init; }

    public required Fingerprint RemoteFingerprint { get; init; }

    /// <summary>The client's own role.</summary>
    public required DtlsRole DtlsRole { get; init; }

    public required IReadOnlyList<IceCandidate> Candidates { get; init; }

    /// <summary>Sections that were not rejected.</summary>
    public required IReadOnlyList<ClientSection> Sections { get; init; }

    public static bool TryRead(
        SessionDescription answer,
        [NotNullWhen(true)] out ClientAnswer? read,
        [NotNullWhen(false)] out SdpError? error)
    {
        read = null;
        if (!RemoteTransport.TryRead(answer, out var transport, out error))
        {
            return false;
        }

        if (transport.Setup is not (DtlsSetup.Active or DtlsSetup.Passive))
        {
            error = new SdpError(
                SdpErrorCode.UnsupportedSetup, 0, "an answer chooses active or passive (RFC 8842 §5.3)");
            return false;
        }

        read = new ClientAnswer
        {
            RemoteUfrag = transport.Ufrag,
            RemotePwd = transport.Pwd,
            RemoteFingerprint = transport.Fingerprint,
            DtlsRole = transport.Setup == DtlsSetup.Passive ? DtlsRole.Client : DtlsRole.Server,
            Candidates = [.. answer.Media.SelectMany(media => media.Candidates)],
            Sections = ReadSections(answer),
        };
        return true;
    }

    private static List<ClientSection> ReadSections(SessionDescription answer)
    {
        var sections = new List<ClientSection>();
        for (var index = 0; index < answer.Media.Count; index++)
        {
            var media = answer.Media[index];
            if (media is { IsStopped: false, Kind: not MediaKind.Other, Mid: { } mid })
            {
                sections.Add(new ClientSection
                {
                    Index = index,
                    Mid = mid,
                    Kind = media.Kind,
                    Direction = media.Direction.Reverse(),
                    Codecs = CodecIntersection.ReadAll(media),
                    Extensions = ExtensionIntersection.ToIds(media.Extensions),
                    Source = media.Direction.Sends() && media.Sources.Count > 0 ? media.Sources[0] : null,
                    Msid = media.Msid,
                    Rids = media.ReceiveRids,
                });
            }
        }

        return sections;
    }
}
