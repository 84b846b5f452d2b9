namespace Serverless.Rtc.Sdp;

/// <summary>Chooses the header extensions of a section (RFC 8285 §6).</summary>
internal static class ExtensionIntersection
{
    /// <summary>
    /// The offered ones that are allowed and usable in the direction of the section, as the answer states them.
    /// </summary>
    internal static IReadOnlyList<SdpExtension> Intersect(
        MediaDescription media, RtpExtension allowed, SectionDirection direction, BundleExtensions bundle)
    {
        var chosen = new List<SdpExtension>();
        var seen = RtpExtension.None;
        foreach (var offered in media.Extensions)
        {
            if ((allowed & ~seen & offered.Kind) == 0 || !IsUsable(offered, direction) || !bundle.TryTake(offered))
            {
                continue;
            }

            seen |= offered.Kind;
            chosen.Add(offered with { Direction = offered.Direction?.Reverse() });
        }

        return chosen;
    }

    internal static ExtensionIds ToIds(IReadOnlyList<SdpExtension> extensions)
    {
        var ids = default(ExtensionIds);
        foreach (var extension in extensions)
        {
            ids = ids.With(extension.Kind, extension.Id);
        }

        return ids;
    }

    private static bool IsUsable(SdpExtension offered, SectionDirection direction)
    {
        var offeredDirection = offered.Direction ?? SdpDirection.SendRecv;
        return direction switch
        {
            SectionDirection.Receive => offeredDirection.Sends(),

            // What this server writes are one-byte headers, whose ids end at 14 (RFC 8285 §4.2).
            SectionDirection.Send => offeredDirection.Receives() && offered.Id <= 14,
            SectionDirection.Inactive => offeredDirection != SdpDirection.Inactive,
        };
    }
}
