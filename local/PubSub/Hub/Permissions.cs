namespace Serverless.Local.PubSub.Hub;

/// <summary>What one connection may do, from the roles of its token and from later grants.</summary>
internal sealed class Permissions
{
    private const string RolePrefix = "webpubsub.";

    private readonly GroupRules _joinLeave = new();
    private readonly GroupRules _send = new();

    public static Permissions FromRoles(IEnumerable<string> roles)
    {
        var permissions = new Permissions();
        foreach (var role in roles)
        {
            permissions.Add(role);
        }

        return permissions;
    }

    public GroupRules Of(Permission permission) => permission switch
    {
        Permission.JoinLeaveGroup => _joinLeave,
        Permission.SendToGroup => _send,
    };

    /// <summary>
    /// <c>webpubsub.sendToGroup</c> is every group, <c>webpubsub.sendToGroup.NAME</c> the literal name (dots and stars
    /// included), <c>webpubsub.sendToGroups.PATTERN</c> (plural) a wildcard. Unknown roles mean nothing.
    /// </summary>
    private void Add(string role)
    {
        if (!role.StartsWith(RolePrefix, StringComparison.Ordinal))
        {
            return;
        }

        var name = role.AsSpan(RolePrefix.Length);
        Add(name, "joinLeaveGroup", _joinLeave);
        Add(name, "sendToGroup", _send);
    }

    private static void Add(ReadOnlySpan<char> role, string kind, GroupRules rules)
    {
        if (!role.StartsWith(kind, StringComparison.Ordinal))
        {
            return;
        }

        switch (role[kind.Length..])
        {
            case []:
                rules.AllowEveryGroup();
                break;
            case ['.', .. var group] when GroupName.IsValid(group):
                rules.TryAllow(group.ToString());
                break;
            case ['s', '.', .. var pattern]:
                rules.AllowPattern(pattern);
                break;
        }
    }
}
