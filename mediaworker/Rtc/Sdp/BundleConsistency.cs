namespace Serverless.Rtc.Sdp;

/// <summary>
/// In a bundle one payload type has one meaning, and so has one extension id (RFC 9143 §9.1): the receiver of
/// a packet
/// reads both before it knows the section.
/// </summary>
internal sealed class BundleConsistency
{
    private readonly (string Name, int ClockRate)[] _codecs = new (string, int)[128];
    private readonly RtpExtension[] _extensions = new RtpExtension[256];

    internal SdpError? Add(MediaDescription media)
    {
        foreach (var codec in media.Codecs)
        {
            ref var known = ref _codecs[codec.PayloadType];
            if (known.Name is not null && (!SdpText.Same(known.Name, codec.Name) || known.ClockRate != codec.ClockRate))
            {
                return Conflict(media, $"payload type {codec.PayloadType}");
            }

            known = (codec.Name, codec.ClockRate);
        }

        foreach (var extension in media.Extensions)
        {
            ref var known = ref _extensions[extension.Id];
            if (known != RtpExtension.None && known != extension.Kind)
            {
                return Conflict(media, $"extension id {extension.Id}");
            }

            known = extension.Kind;
        }

        return null;
    }

    private static SdpError Conflict(MediaDescription media, string what) =>
        new(SdpErrorCode.BundleConflict, media.Line, $"{what} has two meanings in one bundle");
}
