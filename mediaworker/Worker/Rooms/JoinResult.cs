using Serverless.Contracts.Internal;

namespace Serverless.Worker.Rooms;

/// <summary>What became of a join.</summary>
internal abstract record JoinResult
{
    private JoinResult()
    {
    }

    internal sealed record Joined(CreateTransportResponse Response) : JoinResult;

    /// <param name="Status">Of HTTP.</param>
    /// <param name="Code">A problem code of the contract.</param>
    /// <param name="Detail">For people.</param>
    internal sealed record Refused(int Status, string Code, string Detail) : JoinResult;
}
