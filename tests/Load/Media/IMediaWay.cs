using Serverless.Rtc.Units;

namespace Serverless.Load.Media;

/// <summary>How tracks reach the worker.</summary>
internal interface IMediaWay
{
    /// <summary>Room for one packet.</summary>
    Span<byte> Reserve();

    /// <summary>Of the transport, for its next packet.</summary>
    RtpSeq NextTransportSequence();

    /// <summary>Protects and sends what stands in the reserved room.</summary>
    void SendRtp(Span<byte> packet, int headerLength, int length, uint rollOver);
}
