namespace Serverless.Local.PubSub.Hub;

internal sealed class Group(string name)
{
    public string Name { get; } = name;

    public HashSet<ClientConnection> Members { get; } = [];
}
