using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>What a client's bytes turned out to be.</summary>
internal abstract record ParsedMessage
{
    private ParsedMessage()
    {
    }

    internal sealed record Good(ClientMessage Message) : ParsedMessage;

    /// <param name="Code">invalid_message or unsupported_message.</param>
    /// <param name="Detail">For people.</param>
    /// <param name="Id">The message's, where one could be read.</param>
    internal sealed record Bad(string Code, string Detail, string? Id) : ParsedMessage;
}
