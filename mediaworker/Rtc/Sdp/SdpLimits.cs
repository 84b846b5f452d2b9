namespace Serverless.Rtc.Sdp;

/// <summary>
/// Bounds on what a peer can make the parser keep. A large Chromium offer has 40 KB and about 35 codecs in a section.
/// </summary>
internal static class SdpLimits
{
    internal const int TextLength = 256 * 1024;
    internal const int LineLength = 4096;
    internal const int Sections = 256;
    internal const int Codecs = 64;

    /// <summary>
    /// Extensions, sources, source groups, restriction ids and candidates of one section: of each at most so many.
    /// </summary>
    internal const int Attributes = 64;

    /// <summary>A MID must fit the one-byte header extension (RFC 8285 §4.2).</summary>
    internal const int MidLength = 16;
    internal const int RidLength = 16;

    /// <summary>Simulcast layers of a track: more are answered by leaving the last ones out (RFC 8853 §5.3.2).</summary>
    internal const int Layers = 3;

    internal const int TokenLength = 64;
    internal const int FmtpLength = 512;

    /// <summary>cname, stream and track ids.</summary>
    internal const int IdLength = 256;
}
