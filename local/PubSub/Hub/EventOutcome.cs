namespace Serverless.Local.PubSub.Hub;

/// <summary>What came of a client's event.</summary>
/// <param name="Failure">For people; null: it was handled.</param>
/// <param name="Reply">Goes to the client before the ack; null: the handler had nothing to say.</param>
internal sealed record EventOutcome(string? Failure, MessageData? Reply = null)
{
    public static EventOutcome Handled { get; } = new(Failure: null);

    public static EventOutcome NoHandler { get; } = new("No event handler is configured.");
}
