using Serverless.Rtc.Units;

namespace Serverless.Load.Net;

/// <summary>Where one participant sends from.</summary>
internal interface ISeat : IDisposable
{
    /// <summary>False when the kernel did not take it.</summary>
    bool TrySend(ReadOnlySpan<byte> datagram, UdpAddress to);
}
