namespace Serverless.Rtc.Sdp;

/// <summary>Chooses the codecs of a section: at most one payload type for each kind that the policy names.</summary>
internal static class CodecIntersection
{
    /// <param name="kinds">Allowed, preferred first; among pictures that are published the client's order counts.</param>
    /// <param name="previous">What the section had before: its payload types are kept while the client still offers
    /// them.</param>
    internal static IReadOnlyList<NegotiatedCodec> Intersect(
        MediaDescription media,
        IReadOnlyList<CodecKind> kinds,
        CodecUse use,
        RtcpFeedback allowedFeedback,
        IReadOnlyList<NegotiatedCodec> previous)
    {
        var chosen = new List<NegotiatedCodec>(kinds.Count);
        foreach (var kind in kinds)
        {
            var keep = previous.FirstOrDefault(codec => codec.Kind == kind)?.PayloadType;
            if (Best(media, kind, use, keep) is var (codec, format))
            {
                chosen.Add(Negotiate(media, codec, format, allowedFeedback));
            }
        }

        chosen.RemoveAll(codec => codec.Kind == CodecKind.Red && !CarriesChosenOpus(codec, chosen));
        OrderRedAsOffered(media, chosen);
        return use.IsPublished && media.Kind == MediaKind.Video ? OrderAsOffered(media, chosen) : chosen;
    }

    /// <summary>
    /// All codecs of a section that are known, each payload type by itself: how the client reads an answer.
    /// </summary>
    internal static IReadOnlyList<NegotiatedCodec> ReadAll(MediaDescription media)
    {
        var read = new List<NegotiatedCodec>();
        foreach (var codec in media.Codecs)
        {
            if (CodecFormat.Of(codec, media.Kind, new CodecUse(IsPublished: true, IsMusic: false)) is { } format)
            {
                read.Add(Negotiate(media, codec, format, (RtcpFeedback)~0));
            }
        }

        return read;
    }

    private static (SdpCodec Codec, CodecFormat Format)? Best(
        MediaDescription media, CodecKind kind, CodecUse use, byte? keep)
    {
        (SdpCodec Codec, CodecFormat Format)? best = null;
        foreach (var codec in media.Codecs)
        {
            // RFC 5761 §4: with rtcp-mux these would be taken for RTCP.
            if (codec.PayloadType is >= 64 and <= 95
                || CodecFormat.Of(codec, media.Kind, use) is not { } format
                || format.Kind != kind)
            {
                continue;
            }

            if (codec.PayloadType == keep)
            {
                return (codec, format);
            }

            if (best is null || format.Suitability > best.Value.Format.Suitability)
            {
                best = (codec, format);
            }
        }

        return best;
    }

    private static NegotiatedCodec Negotiate(
        MediaDescription media, SdpCodec codec, CodecFormat format, RtcpFeedback allowedFeedback) => new()
        {
            Kind = format.Kind,
            PayloadType = codec.PayloadType,
            RtxPayloadType = RtxOf(media, codec.PayloadType),
            ClockRate = codec.ClockRate,
            Channels = codec.Channels,
            Fmtp = format.Fmtp,
            Feedback = codec.Feedback & allowedFeedback,
        };

    /// <summary>RFC 4588 §8.1: <c>apt</c> names the payload type that is retransmitted.</summary>
    private static byte? RtxOf(MediaDescription media, byte payloadType)
    {
        foreach (var codec in media.Codecs)
        {
            if (SdpText.Same(codec.Name, "rtx")
                && codec.PayloadType is < 64 or > 95
                && FormatParameters.FindNumber(codec.Fmtp, "apt", absent: -1, max: 127) == payloadType)
            {
                return codec.PayloadType;
            }
        }

        return null;
    }

    /// <summary>
    /// RED is Opus with redundancy, and whether that is worth its bits the client knows: it sends what stands first.
    /// </summary>
    private static void OrderRedAsOffered(MediaDescription media, List<NegotiatedCodec> chosen)
    {
        var red = chosen.FindIndex(codec => codec.Kind == CodecKind.Red);
        var opus = chosen.FindIndex(codec => codec.Kind == CodecKind.Opus);
        if (red >= 0 && red < opus != PositionOf(media, chosen[red]) < PositionOf(media, chosen[opus]))
        {
            (chosen[red], chosen[opus]) = (chosen[opus], chosen[red]);
        }
    }

    /// <summary>A client sends what stands first in the answer, and knows best which encoder it has in hardware.</summary>
    private static NegotiatedCodec[] OrderAsOffered(MediaDescription media, List<NegotiatedCodec> chosen) =>
        [.. chosen.OrderBy(codec => PositionOf(media, codec))];

    private static int PositionOf(MediaDescription media, NegotiatedCodec chosen)
    {
        var position = 0;
        while (media.Codecs[position].PayloadType != chosen.PayloadType)
        {
            position++;
        }

        return position;
    }

    private static bool CarriesChosenOpus(NegotiatedCodec red, List<NegotiatedCodec> chosen)
    {
        var opus = chosen.Find(codec => codec.Kind == CodecKind.Opus);
        if (opus is null)
        {
            return false;
        }

        foreach (var range in red.Fmtp.AsSpan().Split('/'))
        {
            if (!SdpText.TryNumber(red.Fmtp.AsSpan()[range], opus.PayloadType, opus.PayloadType, out _))
            {
                return false;
            }
        }

        return true;
    }
}
