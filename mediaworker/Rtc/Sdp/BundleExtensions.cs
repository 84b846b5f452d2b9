namespace Serverless.Rtc.Sdp;

/// <summary>
/// In a bundle one header extension id has one meaning (RFC 9143 §7.1.1). Some clients, aiortc among them, number the extensions of
/// each section by themselves. An id keeps the meaning that the first section gave it; a later section does without its own, which
/// its answer says by leaving it out.
/// </summary>
internal sealed class BundleExtensions
{
    private readonly RtpExtension[] _kinds = new RtpExtension[256];

    /// <returns>False if the id means something else.</returns>
    internal bool TryTake(SdpExtension extension)
    {
        ref var kind = ref _kinds[extension.Id];
        if (kind != RtpExtension.None && kind != extension.Kind)
        {
            return false;
        }

        kind = extension.Kind;
        return true;
    }
}
