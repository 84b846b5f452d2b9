using Serverless.Contracts.Internal;

namespace Serverless.Functions.Workers;

/// <summary>Row <c>r-{workerId}</c> in partition <c>workers</c>: what the sweep reads and no join has to carry.</summary>
internal sealed record WorkerRooms(IReadOnlyList<RoomReport> Rooms);
