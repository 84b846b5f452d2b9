namespace Serverless.Local.PubSub.Http;

/// <param name="Groups">At least one.</param>
/// <param name="Filter">Null: everybody in the hub.</param>
internal sealed record GroupsBody(IReadOnlyList<string>? Groups, string? Filter);
