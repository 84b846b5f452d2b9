namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/{roomId}/ticket, with a ticket as bearer.</summary>
public sealed record RenewResponse(TicketGrant Ticket, PubSubAccess Pubsub);
