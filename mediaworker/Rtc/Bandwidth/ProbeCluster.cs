using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>A short run of packets at a rate that is to be tried.</summary>
/// <param name="Id">1 to 255; tags its packets.</param>
/// <param name="Rate">Media and filling together.</param>
/// <param name="Bytes">Until it is long enough.</param>
internal readonly record struct ProbeCluster(byte Id, Bitrate Rate, int Bytes)
{
    /// <summary>Fewer say too little of a rate.</summary>
    public const int MinimumPackets = 5;
}
