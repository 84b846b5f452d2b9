namespace Serverless.Contracts.Internal;

/// <param name="HeartbeatSeconds">When the next report is due.</param>
public sealed record WorkerLease(int HeartbeatSeconds);
