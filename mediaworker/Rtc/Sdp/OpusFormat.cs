using System.Globalization;

namespace Serverless.Rtc.Sdp;

/// <summary>
/// Format parameters of Opus (RFC 7587 §6.1). Those of an answer say what its writer wants to receive, which is how a client's
/// encoder learns whether to send stereo, how many bits, and whether to fall silent.
/// </summary>
internal static class OpusFormat
{
    /// <summary>bit/s; what Opus calls fully transparent for stereo.</summary>
    private const int MusicBitrate = 128_000;

    /// <summary>bit/s (RFC 7587 §6.1); more is not answered, whatever is asked.</summary>
    private const int LeastBitrate = 6_000;

    /// <inheritdoc cref="LeastBitrate"/>
    private const int MostBitrate = 256_000;

    /// <summary>The client announces stereo, as encoders do that send music.</summary>
    internal static bool IsMusic(ReadOnlySpan<char> offered) => FormatParameters.Find(offered, "sprop-stereo") is "1";

    internal static string Answer(string offered, CodecUse use)
    {
        var isMusic = use.IsPublished && (use.IsMusic || IsMusic(offered));
        var stereo = isMusic || FormatParameters.Find(offered, "stereo") is "1";
        var dtx = FormatParameters.Find(offered, "usedtx");
        return "minptime=10;useinbandfec=1"
            + (stereo ? ";stereo=1" : "")
            + (stereo && !use.IsPublished ? ";sprop-stereo=1" : "")
            + (Bitrate(offered, isMusic) is { } bitrate
                ? string.Create(CultureInfo.InvariantCulture, $";maxaveragebitrate={bitrate}")
                : "")
            + (isMusic || dtx is "0" ? ";usedtx=0" : dtx is "1" ? ";usedtx=1" : "");
    }

    private static int? Bitrate(string offered, bool isMusic) =>
        FormatParameters.FindNumber(offered, "maxaveragebitrate", absent: 0, max: int.MaxValue) switch
        {
            null or 0 => isMusic ? MusicBitrate : null,
            { } asked => Math.Clamp(asked, LeastBitrate, MostBitrate),
        };
}
