using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>What a join that did not fail comes to.</summary>
internal abstract record JoinResult
{
    public sealed record Joined(JoinResponse Response, Ticket Ticket) : JoinResult;

    public sealed record Pending(JoinPendingResponse Response) : JoinResult;
}
