namespace Serverless.Rtc.Sdp;

/// <summary>Decides section by section what becomes of an offer.</summary>
internal sealed class SectionAnswerer(
    AnswerPolicy policy, SlotTable slots, IReadOnlyList<string> bundle, IReadOnlyList<NegotiatedSection> previous)
{
    private readonly HashSet<string> _bundle = [.. bundle];
    private readonly BundleExtensions _extensions = new();
    private readonly Dictionary<string, NegotiatedSection> _previous = previous.ToDictionary(section => section.Mid);

    internal AnsweredSection Answer(MediaDescription media, int index)
    {
        if (media.IsStopped || media.Kind == MediaKind.Other || media.Mid is null || !_bundle.Contains(media.Mid))
        {
            return Reject(media);
        }

        return WantsToPublish(media) ? AnswerPublisher(media, index) : AnswerViewer(media, index);
    }

    private static AnsweredSection Reject(MediaDescription media) => new(media, null, []);

    /// <summary>
    /// sendrecv publishes, except on a section that is a slot already: there <c>addTrack</c> has only found an unused
    /// sender.
    /// </summary>
    private bool WantsToPublish(MediaDescription media) => media.Direction switch
    {
        SdpDirection.SendOnly => true,
        SdpDirection.SendRecv => slots.Held(media) is null,
        SdpDirection.RecvOnly => false,
        SdpDirection.Inactive => _previous.GetValueOrDefault(media.Mid!) is ReceiveSection,
    };

    private AnsweredSection AnswerPublisher(MediaDescription media, int index)
    {
        var direction = policy.MayPublish && media.Direction != SdpDirection.Inactive
            ? SectionDirection.Receive
            : SectionDirection.Inactive;
        IReadOnlyList<string> rids = policy.AllowSimulcast && media.Kind == MediaKind.Video
            ? [.. media.SendRids.Take(SdpLimits.Layers)]
            : [];
        var (codecs, extensions) = Intersect(media, direction, publish: true, rids.Count > 0);
        if (codecs.Count == 0)
        {
            return Reject(media);
        }

        var ids = ExtensionIntersection.ToIds(extensions);
        NegotiatedSection section = direction == SectionDirection.Receive
            ? new ReceiveSection
            {
                Index = index,
                Mid = media.Mid!,
                Kind = media.Kind,
                Codecs = codecs,
                Extensions = ids,
                Rids = rids,
                Sources = media.Sources,
                IsMusic = IsMusic(media),
            }
            : Inactive(media, index, codecs, ids, null);
        return new AnsweredSection(media, section, extensions);
    }

    private AnsweredSection AnswerViewer(MediaDescription media, int index)
    {
        var direction = media.Direction == SdpDirection.Inactive ? SectionDirection.Inactive : SectionDirection.Send;
        var (codecs, extensions) = Intersect(media, direction, publish: false, withRids: false);
        var ids = ExtensionIntersection.ToIds(extensions);
        codecs = Decodable(codecs, ids);
        if (codecs.Count == 0)
        {
            return Reject(media);
        }

        var withRtx = codecs.Any(codec => codec.RtxPayloadType is not null);
        var slot = direction == SectionDirection.Send ? slots.HeldOrNew(media, withRtx) : null;
        NegotiatedSection section = slot is null
            ? Inactive(media, index, codecs, ids, slots.Held(media))
            : new SendSection
            {
                Index = index,
                Mid = media.Mid!,
                Kind = media.Kind,
                Codecs = codecs,
                Extensions = ids,
                Slot = slot,
            };
        return new AnsweredSection(media, section, extensions);
    }

    /// <summary>
    /// AV1 in spatial layers is a riddle to a receiver without dependency descriptors: it gets all packets and decodes none of them
    /// (seen in Chromium 156), so it counts as one that cannot decode AV1.
    /// </summary>
    private static IReadOnlyList<NegotiatedCodec> Decodable(IReadOnlyList<NegotiatedCodec> codecs, ExtensionIds ids) =>
        ids.DependencyDescriptor != 0 ? codecs : [.. codecs.Where(codec => codec.Kind != CodecKind.Av1)];

    private bool IsMusic(MediaDescription media) => media.Kind == MediaKind.Audio
        && (policy.MusicSections.Contains(media.Mid!)
            || media.Codecs.Any(codec => SdpText.Same(codec.Name, "opus") && OpusFormat.IsMusic(codec.Fmtp)));

    private static InactiveSection Inactive(
        MediaDescription media,
        int index,
        IReadOnlyList<NegotiatedCodec> codecs,
        ExtensionIds ids,
        SendSlot? reserved) => new()
        {
            Index = index,
            Mid = media.Mid!,
            Kind = media.Kind,
            Codecs = codecs,
            Extensions = ids,
            ReservedSlot = reserved,
        };

    private (IReadOnlyList<NegotiatedCodec> Codecs, IReadOnlyList<SdpExtension> Extensions) Intersect(
        MediaDescription media, SectionDirection direction, bool publish, bool withRids)
    {
        var kinds = publish ? policy.PublishCodecs : policy.ViewCodecs;
        var extensions = ExtensionIntersection.Intersect(media, AllowedExtensions(kinds, withRids), direction, _extensions);
        var feedback = RtcpFeedback.Nack;
        if (media.Kind == MediaKind.Video)
        {
            feedback |= RtcpFeedback.Pli | RtcpFeedback.Fir;
        }

        if (extensions.Any(extension => extension.Kind == RtpExtension.TransportCc)
            && media.Codecs.Any(codec => codec.Feedback.HasFlag(RtcpFeedback.TransportCc)))
        {
            feedback |= RtcpFeedback.TransportCc;
        }
        else if (!publish && media.Kind == MediaKind.Video)
        {
            // The viewer's own estimate, where it does not tell what arrived.
            feedback |= RtcpFeedback.Remb;
        }

        var before = _previous.GetValueOrDefault(media.Mid!)?.Codecs ?? [];
        return (CodecIntersection.Intersect(
            media, kinds, new CodecUse(publish, policy.MusicSections.Contains(media.Mid!)), feedback, before), extensions);
    }

    /// <summary>
    /// RIDs only name simulcast layers. Chromium describes VP8 and VP9 too when it may, which nobody needs: their payloads say
    /// all, while AV1's say nothing.
    /// </summary>
    private RtpExtension AllowedExtensions(IReadOnlyList<CodecKind> kinds, bool withRids)
    {
        var allowed = policy.Extensions;
        if (!withRids)
        {
            allowed &= ~(RtpExtension.Rid | RtpExtension.RepairedRid);
        }

        if (!kinds.Contains(CodecKind.Av1))
        {
            allowed &= ~RtpExtension.DependencyDescriptor;
        }

        return allowed;
    }
}
