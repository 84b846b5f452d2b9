namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What a client asked for, already checked for form. <see cref="AckId"/> is null when no answer is wanted.
/// </summary>
internal abstract record ClientFrame(ulong? AckId)
{
    /// <summary>False for what keeps the connection itself going.</summary>
    public bool DoesSomething => this is not (SequenceAck or Ping or CancelInvocation);

    public sealed record JoinGroup(string Group, ulong? AckId) : ClientFrame(AckId);

    public sealed record LeaveGroup(string Group, ulong? AckId) : ClientFrame(AckId);

    public sealed record SendToGroup(string Group, MessageData Data, bool NoEcho, ulong? AckId) : ClientFrame(AckId)
    {
        /// <summary>Null: receivers may take it whenever they do.</summary>
        public TimeSpan? TimeToLive { get; init; }
    }

    public sealed record Event(string Name, MessageData Data, ulong? AckId) : ClientFrame(AckId);

    /// <summary>An event whose answer the client takes by the number it gave it.</summary>
    public sealed record Invoke(string InvocationId, string Name, MessageData Data) : ClientFrame(AckId: null)
    {
        public Event AsEvent => new(Name, Data, AckId: null);
    }

    /// <summary>The client does not wait any more. Its frames take turns, so the answer is on its way already.</summary>
    public sealed record CancelInvocation() : ClientFrame(AckId: null);

    public sealed record SequenceAck(ulong SequenceId) : ClientFrame(AckId: null);

    public sealed record Ping() : ClientFrame(AckId: null);
}
