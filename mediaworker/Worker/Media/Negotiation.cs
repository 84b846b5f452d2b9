using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Rtc.Dtls;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;
using Serverless.Worker.Media.Tcp;

namespace Serverless.Worker.Media;

/// <summary>Offers and answers of one transport: its credentials, and what the last answer agreed on.</summary>
/// <param name="mayPublish">What the participant's ticket allows.</param>
/// <param name="videoCodecs">What the room's pictures may be in.</param>
/// <param name="fingerprint">Of our certificate.</param>
/// <param name="candidates">Where the client can reach the transport, preferred first.</param>
/// <param name="shard">The one that has the transport; see <see cref="ShardTag"/>.</param>
/// <param name="random">For secrets.</param>
internal sealed class Negotiation(
    IReadOnlyList<TrackSource> mayPublish,
    IReadOnlyList<VideoCodec> videoCodecs,
    Fingerprint fingerprint,
    IReadOnlyList<IceCandidate> candidates,
    int shard,
    RandomBytes random)
{
    /// <summary>What the media core makes use of today.</summary>
    private const RtpExtension Extensions =
        RtpExtension.Mid | RtpExtension.AudioLevel | RtpExtension.TransportCc | RtpExtension.PlayoutDelay
        | RtpExtension.VideoOrientation | RtpExtension.Rid | RtpExtension.RepairedRid
        | RtpExtension.DependencyDescriptor;

    /// <summary>Pictures one viewer can have at a time.</summary>
    private const int MaximumVideoSlots = 25;

    /// <summary>RED only where the client puts it before Opus; viewers without it get the Opus inside.</summary>
    private readonly CodecKind[] _codecs =
        [CodecKind.Opus, CodecKind.Red, .. videoCodecs.Select(codec => codec.ToMedia()).Distinct()];

    private readonly ulong _sessionId = RandomNumber(random) >> 1;
    private readonly string _cname = $"{RandomNumber(random):x16}";

    public IceCredentials Local { get; private set; } = ShardTag.Mark(IceCredentials.Generate(random), shard);

    public Negotiated? Last { get; private set; }

    /// <summary>What each section carries, by MID.</summary>
    public IReadOnlyDictionary<string, MediaSource> Sources { get; private set; } = new Dictionary<string, MediaSource>();

    /// <summary>In what every video slot can play a picture; null without any.</summary>
    public IReadOnlyList<VideoCodec>? Decodes
    {
        get
        {
            SendSection[] slots = [.. Last?.Sections.OfType<SendSection>().Where(slot => slot.Kind == MediaKind.Video) ?? []];
            return slots.Length == 0
                ? null
                : [.. videoCodecs.Where(codec => slots.All(slot => slot.Codecs.Any(each => each.Kind == codec.ToMedia())))];
        }
    }

    /// <returns>Null when the offer was answered, else why not.</returns>
    public MediaAnswer.Refused? Answer(string offer, IReadOnlyList<PublishSection> publish)
    {
        if (!SessionDescription.TryParse(offer, out var description, out var error))
        {
            return Refuse(error);
        }

        var sources = AllowedSources(publish);
        var policy = new AnswerPolicy
        {
            MayPublish = sources.Count > 0,
            MaxVideoSlots = MaximumVideoSlots,
            PublishCodecs = _codecs,
            ViewCodecs = _codecs,
            Extensions = Extensions,
            AllowSimulcast = true,
            MusicSections = publish.Where(section => section.Content == AudioContent.Music)
                .Select(section => section.Mid)
                .ToHashSet(StringComparer.Ordinal),
        };
        if (!SdpAnswerer.TryAnswer(description, policy, Describe(), Last, out var negotiated, out error))
        {
            return Refuse(error);
        }

        // Other credentials than before are an ICE restart, which wants new ones of ours, too (RFC 8839 §4.4.1.1.1).
        if (Last is not null && Last.RemoteUfrag != negotiated.RemoteUfrag)
        {
            Local = ShardTag.Mark(IceCredentials.Generate(random), shard);
            if (!SdpAnswerer.TryAnswer(description, policy, Describe(), Last, out negotiated, out error))
            {
                return Refuse(error);
            }
        }

        Last = negotiated;
        Sources = sources;
        return null;
    }

    /// <summary>
    /// The client restarts ICE without an offer (RFC 9725 §4.3.3). Repeating the credentials it has changes nothing.
    /// Call after an answer.
    /// </summary>
    public IceRestart RestartIce(string ufrag, string password)
    {
        var last = Last ?? throw new InvalidOperationException("There was no offer yet.");
        if (last.RemoteUfrag != ufrag)
        {
            Local = ShardTag.Mark(IceCredentials.Generate(random), shard);
            Last = last with { RemoteUfrag = ufrag, RemotePwd = password };
        }

        return new IceRestart(Local.Ufrag, Local.Password, Candidates(last.Sdp));
    }

    private static string[] Candidates(string sdp)
    {
        const string Attribute = "a=candidate:";
        return [.. sdp.Split("\r\n").Where(line => line.StartsWith(Attribute, StringComparison.Ordinal))
            .Select(line => line[Attribute.Length..])];
    }

    private Dictionary<string, MediaSource> AllowedSources(IReadOnlyList<PublishSection> publish)
    {
        var sources = new Dictionary<string, MediaSource>();
        foreach (var section in publish)
        {
            if (mayPublish.Contains(section.Source))
            {
                sources[section.Mid] = section.Source.ToMedia();
            }
        }

        return sources;
    }

    private LocalDescription Describe() => new()
    {
        Ufrag = Local.Ufrag,
        Pwd = Local.Password,
        Fingerprint = fingerprint,
        Candidates = candidates,
        Cname = _cname,
        SessionId = _sessionId,
        AllocateSsrc = () => (uint)RandomNumber(random) | 1,
    };

    private static MediaAnswer.Refused Refuse(SdpError error) => new(
        error.Code switch
        {
            SdpErrorCode.NoUsableCodec => ProblemCodes.NoUsableCodec,
            SdpErrorCode.InvalidSdp or SdpErrorCode.TooLarge => ProblemCodes.InvalidSdp,
            _ => ProblemCodes.UnsupportedOffer,
        },
        error.ToString());

    private static ulong RandomNumber(RandomBytes random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
