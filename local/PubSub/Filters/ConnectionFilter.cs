using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Filters;

/// <summary>Which connections an operation means, as an OData filter says it.</summary>
internal sealed class ConnectionFilter
{
    private readonly Operand.Truth _condition;

    private ConnectionFilter(Operand.Truth condition) => _condition = condition;

    public static ConnectionFilter Everybody { get; } = new(new Operand.Truth(_ => true));

    public static bool TryParse(string text, out ConnectionFilter filter, out string problem)
    {
        (filter, problem) = (Everybody, string.Empty);
        try
        {
            filter = new ConnectionFilter(FilterParser.Parse(text));
            return true;
        }
        catch (FormatException exception)
        {
            // Raised by the parser itself, from any depth; the input is a developer's, so its price does not matter.
            problem = exception.Message;
            return false;
        }
    }

    /// <summary>Under the hub's lock: it reads the connection's groups.</summary>
    public bool Matches(ClientConnection connection) => _condition.Read(connection);
}
