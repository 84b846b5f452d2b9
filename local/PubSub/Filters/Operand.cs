using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Filters;

/// <summary>
/// A part of a filter that has a value for each connection. Its type is known when the filter is read, so that a filter
/// that compares a text to a number is refused and not merely false.
/// </summary>
internal abstract record Operand
{
    /// <param name="Read">Null where OData has null, as for the user of an anonymous connection.</param>
    public sealed record Text(Func<ClientConnection, string?> Read) : Operand;

    /// <param name="Read">Null where it is taken of a null.</param>
    public sealed record Number(Func<ClientConnection, long?> Read) : Operand;

    public sealed record Truth(Func<ClientConnection, bool> Read) : Operand;

    /// <summary>The names of the connection's groups; good for <c>in</c> only.</summary>
    public sealed record Groups : Operand;

    public sealed record Null : Operand;
}
