using Serverless.Contracts.Rest;

namespace Serverless.Functions.Sessions;

/// <summary>What a join that did not fail comes to.</summary>
internal abstract record JoinResult
{
    public sealed record Joined(JoinResponse Response) : JoinResult;

    public sealed record Pending(JoinPendingResponse Response) : JoinResult;
}
