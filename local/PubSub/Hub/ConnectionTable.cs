namespace Serverless.Local.PubSub.Hub;

/// <summary>The live sessions of a hub by id and by user.</summary>
internal sealed class ConnectionTable
{
    private readonly Dictionary<string, ClientConnection> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ClientConnection>> _byUser = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ClientConnection> All => _byId.Values;

    public ClientConnection? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyCollection<ClientConnection> OfUser(string userId) =>
        _byUser.TryGetValue(userId, out var connections) ? connections : [];

    public void Add(ClientConnection connection)
    {
        _byId.Add(connection.Id, connection);
        if (connection.UserId is not { } userId)
        {
            return;
        }

        if (!_byUser.TryGetValue(userId, out var connections))
        {
            connections = [];
            _byUser.Add(userId, connections);
        }

        connections.Add(connection);
    }

    public void Remove(ClientConnection connection)
    {
        _byId.Remove(connection.Id);
        if (connection.UserId is { } userId && _byUser.TryGetValue(userId, out var connections))
        {
            connections.Remove(connection);
            if (connections.Count == 0)
            {
                _byUser.Remove(userId);
            }
        }
    }
}
