using Serverless.Contracts.Rest;

namespace Serverless.Contracts.BackEnd;

/// <summary>GET /v2/sessions, newest first.</summary>
public sealed record SessionPage(PageInfo PageInfo, IReadOnlyList<SessionResponse> Data);

/// <summary>GET /v2/sessions/{sessionId}/participants: the page is the session's <c>participants</c>, as in VideoSDK.</summary>
public sealed record SessionParticipantsPage(PageInfo PageInfo, SessionResponse Data);

/// <summary>GET /v2/sessions/{sessionId}/participants/active: the same in a list of one session, as in VideoSDK.</summary>
public sealed record ActiveParticipantsPage(PageInfo PageInfo, IReadOnlyList<SessionResponse> Data);
