using Serverless.Contracts.Internal;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>A join or resume whose ticket was checked.</summary>
internal sealed record JoinCommand(Ticket Ticket, CreateTransportRequest Request);
