namespace Serverless.Contracts.Internal;

/// <summary>GET /health on a worker, without a bearer.</summary>
public sealed record WorkerHealth(WorkerState State, int Rooms, int Participants);
