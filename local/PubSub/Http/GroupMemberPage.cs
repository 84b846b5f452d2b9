namespace Serverless.Local.PubSub.Http;

/// <param name="Value">The members of this page.</param>
/// <param name="NextLink">Absolute; null: this is the last page.</param>
internal sealed record GroupMemberPage(IReadOnlyList<GroupMember> Value, string? NextLink);
