namespace Serverless.Worker.Signaling;

/// <summary>A frame from the service in <c>json.reliable.webpubsub.azure.v1</c>.</summary>
internal abstract record ServerFrame
{
    private ServerFrame()
    {
    }

    internal sealed record Connected(string ConnectionId, string? ReconnectionToken) : ServerFrame;

    internal sealed record Disconnected : ServerFrame;

    /// <param name="AckId">Of the request.</param>
    /// <param name="Error">The service's name of the error; null: success.</param>
    internal sealed record Ack(ulong AckId, string? Error) : ServerFrame;

    /// <param name="SequenceId">0 where the service stamped none.</param>
    /// <param name="Group">Null: sent to the connection or the user, not to a group.</param>
    /// <param name="FromUserId">The sender.</param>
    /// <param name="Data">Raw JSON; a slice of the parsed frame.</param>
    internal sealed record Message(ulong SequenceId, string? Group, string? FromUserId, ReadOnlyMemory<byte> Data)
        : ServerFrame;

    /// <summary>Pong, and types of later versions.</summary>
    internal sealed record Other : ServerFrame;
}
