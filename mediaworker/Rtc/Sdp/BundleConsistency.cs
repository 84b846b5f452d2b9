namespace Serverless.Rtc.Sdp;

/// <summary>
/// In a bundle one payload type has one meaning (RFC 9143 §9.1): the receiver of a packet reads it before it knows the section.
/// </summary>
internal sealed class BundleConsistency
{
    private readonly (string Name, int ClockRate)[] _codecs = new (string, int)[128];

    internal SdpError? Add(MediaDescription media)
    {
        foreach (var codec in media.Codecs)
        {
            ref var known = ref _codecs[codec.PayloadType];
            if (known.Name is not null && (!SdpText.Same(known.Name, codec.Name) || known.ClockRate != codec.ClockRate))
            {
                return new SdpError(
                    SdpErrorCode.BundleConflict, media.Line, $"payload type {codec.PayloadType} has two meanings in one bundle");
            }

            known = (codec.Name, codec.ClockRate);
        }

        return null;
    }
}
