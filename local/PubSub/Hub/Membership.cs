namespace Serverless.Local.PubSub.Hub;

/// <summary>Who is in which group, kept from both sides. A group exists as long as it has members.</summary>
internal sealed class Membership
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ClientConnection> MembersOf(string group) =>
        _groups.TryGetValue(group, out var found) ? found.Members : [];

    public bool Exists(string group) => _groups.ContainsKey(group);

    public void Join(ClientConnection connection, string name)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            group = new Group(name);
            _groups.Add(name, group);
        }

        group.Members.Add(connection);
        connection.Groups.Add(group);
    }

    public void Leave(ClientConnection connection, string name)
    {
        if (_groups.TryGetValue(name, out var group))
        {
            connection.Groups.Remove(group);
            RemoveMember(group, connection);
        }
    }

    public void LeaveAll(ClientConnection connection)
    {
        foreach (var group in connection.Groups)
        {
            RemoveMember(group, connection);
        }

        connection.Groups.Clear();
    }

    private void RemoveMember(Group group, ClientConnection connection)
    {
        group.Members.Remove(connection);
        if (group.Members.Count == 0)
        {
            _groups.Remove(group.Name);
        }
    }
}
