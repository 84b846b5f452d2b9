using System.Globalization;

namespace Serverless.Rtc.Sdp;

/// <summary>What one offered payload type is to this server.</summary>
/// <param name="Fmtp">As the answer has to state it.</param>
/// <param name="Suitability">Decides between several payload types of one kind; above 0.</param>
internal readonly record struct CodecFormat(CodecKind Kind, string Fmtp, int Suitability)
{
    /// <summary>Null for codecs, profiles and modes that are not supported.</summary>
    internal static CodecFormat? Of(SdpCodec codec, MediaKind media, CodecUse use) =>
        (media, codec.Name.ToUpperInvariant(), codec.ClockRate, codec.Channels) switch
        {
            (MediaKind.Audio, "OPUS", 48000, 2) => new CodecFormat(CodecKind.Opus, OpusFormat.Answer(codec.Fmtp, use), 1),
            (MediaKind.Audio, "RED", 48000, 2) when IsRedFmtp(codec.Fmtp) =>
                new CodecFormat(CodecKind.Red, codec.Fmtp, 1),
            (MediaKind.Video, "VP8", 90000, _) => new CodecFormat(CodecKind.Vp8, "", 1),
            (MediaKind.Video, "H264", 90000, _) => H264(codec.Fmtp, use.IsPublished),
            (MediaKind.Video, "VP9", 90000, _) when IsZero(codec.Fmtp, "profile-id") =>
                new CodecFormat(CodecKind.Vp9, "profile-id=0", 1),
            (MediaKind.Video, "AV1", 90000, _) when IsZero(codec.Fmtp, "profile") => Av1(codec.Fmtp),
            _ => null,
        };

    private static CodecFormat? H264(string offered, bool publish)
    {
        var format = H264Format.Parse(offered);
        var suitability = format?.Suitability(publish) ?? 0;
        return suitability == 0 ? null : new CodecFormat(CodecKind.H264, format!.Value.ToFmtp(publish), suitability);
    }

    /// <summary>AV1 RTP specification §7.2.1: level and tier bound what the writer wants to receive.</summary>
    private static CodecFormat? Av1(string offered)
    {
        var level = FormatParameters.FindNumber(offered, "level-idx", absent: 5, max: 31);
        var tier = FormatParameters.FindNumber(offered, "tier", absent: 0, max: 1);
        if (level is null || tier is null)
        {
            return null;
        }

        var fmtp = string.Create(CultureInfo.InvariantCulture, $"level-idx={level};profile=0;tier={tier}");
        return new CodecFormat(CodecKind.Av1, fmtp, 1);
    }

    private static bool IsZero(string fmtp, string name) =>
        FormatParameters.FindNumber(fmtp, name, absent: 0, max: 7) is 0;

    /// <summary>Payload types parted by slashes (RFC 2198 §5); the slash is the character before 0.</summary>
    private static bool IsRedFmtp(ReadOnlySpan<char> fmtp) =>
        !fmtp.IsEmpty && !fmtp.ContainsAnyExceptInRange('/', '9');
}
