namespace Serverless.Contracts.BackEnd;

/// <summary>A person whom a room does not admit.</summary>
public sealed record BanResponse(string ParticipantId, DateTimeOffset At);

/// <summary>GET /v2/rooms/{roomId}/bans.</summary>
public sealed record BanPage(PageInfo PageInfo, IReadOnlyList<BanResponse> Data);

/// <summary>POST /v2/rooms/{roomId}/bans: puts the person out and keeps them out, whether they are there or not.</summary>
public sealed record CreateBanRequest(string ParticipantId);
