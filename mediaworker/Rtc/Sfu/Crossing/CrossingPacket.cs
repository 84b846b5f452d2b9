namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>A publisher's packet on its way to the viewers of another engine. Holds no reference, so it can be copied as bytes.</summary>
/// <param name="Publication">Its number.</param>
/// <param name="Layer">Its place in the publisher's offer.</param>
/// <param name="Packet">As it is in the history at home.</param>
public readonly record struct CrossingPacket(uint Publication, byte Layer, StoredPacket Packet);
