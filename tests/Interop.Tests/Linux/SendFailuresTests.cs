using Serverless.Interop.Linux;

namespace Serverless.Interop.Tests.Linux;

/// <summary>
/// Numbers from asm-generic/errno.h. Loopback never fills a send buffer (it hands each packet over before the call
/// returns), so a full socket can only be had as its error.
/// </summary>
public sealed class SendFailuresTests
{
    private const int InterruptedCall = 4;
    private const int InputOutput = 5;
    private const int TryAgain = 11;
    private const int InvalidArgument = 22;
    private const int MessageTooLong = 90;
    private const int NetworkUnreachable = 101;
    private const int NoBufferSpace = 105;

    [Theory]
    [InlineData(InterruptedCall, 1, SendFailure.Interrupted)]
    [InlineData(TryAgain, 1, SendFailure.Full)]
    [InlineData(TryAgain, 4, SendFailure.Full)]
    [InlineData(NoBufferSpace, 1, SendFailure.Full)]
    [InlineData(InputOutput, 4, SendFailure.SegmentationUnavailable)]
    [InlineData(InputOutput, 1, SendFailure.PacketRefused)]
    [InlineData(InvalidArgument, 4, SendFailure.SegmentsRefused)]
    [InlineData(InvalidArgument, 1, SendFailure.PacketRefused)]
    [InlineData(MessageTooLong, 1, SendFailure.PacketRefused)]
    [InlineData(NetworkUnreachable, 1, SendFailure.PacketRefused)]
    internal void An_error_means(int error, int packets, SendFailure expected) =>
        Assert.Equal(expected, SendFailures.Of(error, packets));
}
