using Azure;

namespace Serverless.Functions.PubSub;

/// <summary>
/// What the control plane asks of Web PubSub. Operations throw <see cref="RequestFailedException"/> with the status of
/// the service, or 0 when it was not reached. A send that returns was accepted, not delivered.
/// </summary>
public interface IPubSubClient
{
    /// <param name="json">One JSON value in UTF-8.</param>
    Task SendToGroupAsync(string group, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default);

    /// <param name="json">One JSON value in UTF-8.</param>
    Task SendToUserAsync(string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of the user; none of them can be recovered.</summary>
    Task CloseUserAsync(string userId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends the sessions of all members of the group.</summary>
    Task CloseGroupAsync(string group, string reason, CancellationToken cancellationToken = default);

    /// <summary>
    /// The WebSocket URL for one person, with its token inside: treat it as a secret. With an access key no network is
    /// involved; with an Entra identity it is one call to the service, which signs the token.
    /// </summary>
    /// <param name="roles">Such as <c>webpubsub.sendToGroup.room.1.up</c>.</param>
    /// <param name="groups">Joined at once, without a permission.</param>
    /// <param name="lifetime">For connecting; an open connection outlives it. The service rounds up to minutes.</param>
    ValueTask<Uri> GetClientAccessUriAsync(
        string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime,
        CancellationToken cancellationToken = default);
}
