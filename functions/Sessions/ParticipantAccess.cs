using Azure;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Sessions;

/// <summary>The Web PubSub access that goes with a ticket (SK1).</summary>
internal sealed class ParticipantAccess(IPubSubClient pubSub)
{
    public async Task<Outcome<PubSubAccess>> ForAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        var result = new PubSubAccess(
            string.Empty,
            Groups.Signaling(ticket.RoomId),
            Groups.Up(ticket.RoomId),
            Groups.Feed(ticket.RoomId),
            Groups.Private(ticket.ConnectionKey));
        // No longer than the ticket: whoever is removed opens no socket with what was given out before.
        try
        {
            var url = await pubSub.GetClientAccessUriAsync(
                ticket.ConnectionKey,
                [$"webpubsub.sendToGroup.{result.SignalingGroup}", $"webpubsub.sendToGroup.{result.UpGroup}"],
                [result.FeedGroup, result.PrivateGroup],
                TicketAuthority.Lifetime,
                cancellationToken);
            return result with { Url = url.ToString() };
        }
        catch (RequestFailedException)
        {
            return Failures.SignalingUnavailable;
        }
    }
}
