using Azure;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;

namespace Serverless.Functions.Sessions;

/// <summary>The Web PubSub access that goes with a ticket (SK1).</summary>
internal sealed class ParticipantAccess(IPubSubClient pubSub)
{
    /// <summary>
    /// A client connects at once, and asks for a new address before it connects again (SK1): the shorter, the less there is for
    /// somebody who is put out to come back with.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public async Task<Outcome<PubSubAccess>> ForAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var result = new PubSubAccess(
            string.Empty,
            Groups.Signaling(ticket.RoomId),
            Groups.Up(ticket.RoomId),
            Groups.Feed(ticket.RoomId),
            Groups.Private(ticket.ConnectionKey));
        try
        {
            var url = await pubSub.GetClientAccessUriAsync(
                ticket.ConnectionKey,
                [$"webpubsub.sendToGroup.{result.SignalingGroup}", $"webpubsub.sendToGroup.{result.UpGroup}"],
                [result.FeedGroup, result.PrivateGroup],
                Lifetime,
                cancellationToken);
            return result with { Url = url.ToString() };
        }
        catch (RequestFailedException)
        {
            return Failures.SignalingUnavailable;
        }
    }
}
