using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Internal;

public sealed record CreateTransportResponse(
    Participant Participant, RoomSnapshot Snapshot, IReadOnlyList<StageTiming> Timings, string? Answer = null);
