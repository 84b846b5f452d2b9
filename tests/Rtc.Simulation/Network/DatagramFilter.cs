namespace Serverless.Rtc.Simulation.Network;

/// <returns>Whether the datagram passes.</returns>
public delegate bool DatagramFilter(ReadOnlySpan<byte> datagram);
