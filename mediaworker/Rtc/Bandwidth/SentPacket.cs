using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>What is remembered of a packet that was sent.</summary>
/// <param name="SentAt">On our clock.</param>
/// <param name="Bytes">As they count on the path.</param>
/// <param name="Cluster">Of the probe it was part of; 0 for none.</param>
internal readonly record struct SentPacket(Instant SentAt, int Bytes, byte Cluster);
