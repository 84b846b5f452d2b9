using Serverless.Contracts.Rest;

namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/rooms, newest first.</summary>
public sealed record RoomPage(PageInfo PageInfo, IReadOnlyList<RoomResponse> Data);
