using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation.Peers;

/// <summary>A packet that a viewer received.</summary>
public readonly record struct SlotPacket(Instant ArrivedAt, uint Timestamp, uint Csrc, FramePacket Content, bool IsRepair);
