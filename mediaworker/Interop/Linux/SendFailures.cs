namespace Serverless.Interop.Linux;

internal static class SendFailures
{
    /// <param name="error">errno of the failed call.</param>
    /// <param name="packets">How many packets the first message carries.</param>
    public static SendFailure Of(int error, int packets) => error switch
    {
        LibC.EINTR => SendFailure.Interrupted,
        LibC.EAGAIN or LibC.ENOBUFS => SendFailure.Full,
        LibC.EIO when packets > 1 => SendFailure.SegmentationUnavailable,

        // A path with a smaller MTU than the segments, but also an address that is no address: not for good, then.
        LibC.EINVAL when packets > 1 => SendFailure.SegmentsRefused,
        _ => SendFailure.PacketRefused,
    };
}
