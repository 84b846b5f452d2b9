using System.Runtime.CompilerServices;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>
/// Offers under <c>offers/</c>: <c>chromium-*</c> were printed by Chromium 156, which also accepted this server's
/// answers to them, <c>aiortc-*</c> by aiortc 1.4.0 and <c>gstreamer-*</c> by webrtcbin 1.22 (some candidates left out); the
/// others are written by hand in the shape of their browser or encoder.
/// </summary>
internal static class OfferFixtures
{
    internal static IEnumerable<string> Names =>
        Directory.GetFiles(Folder(), "*.sdp").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    internal static string Text(string name) =>
        File.ReadAllText(Path.Combine(Folder(), name + ".sdp")).ReplaceLineEndings("\r\n");

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "offers");
}
