using Serverless.Rtc.Units;

namespace Serverless.Load.Net;

/// <summary>Who sits at a seat.</summary>
internal interface IGuest
{
    /// <summary>Takes one datagram, which may be changed in place.</summary>
    void Handle(Instant now, UdpAddress from, Span<byte> datagram);
}
