using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Worker.Health;
using Serverless.Worker.Rooms;

namespace Serverless.Worker.Http;

/// <summary>POST /internal/transports: a join or resume. Identity and rights come from the ticket, nothing else.</summary>
internal sealed class TransportEndpoint(
    TicketVerifier verifier, RoomDirectory directory, WorkerStatus status, TimeProvider time)
{
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var stages = new StageClock(time);
        var body = await JsonBody<CreateTransportRequest>.ReadAsync(
            http.Request, InternalJson.Default.CreateTransportRequest);
        if (body.Value is not { } request)
        {
            return body.Problem!;
        }

        var (ticket, problem) = await verifier.VerifyTicketAsync(request.Ticket);
        stages.Mark("ticket");
        if (ticket is null)
        {
            return Problems.Of(401, problem, "The ticket is not valid, or no longer.");
        }

        // A room stays with a draining worker for as long as there is no other to take it.
        if (status.State != WorkerState.Ready
            && !(status.State == WorkerState.Draining && directory.Holds(ticket.RoomId)))
        {
            return Problems.Of(503, ProblemCodes.NoCapacity, "This worker is going away.");
        }

        if (ticket.Mode != ParticipantMode.SignallingOnly && string.IsNullOrEmpty(request.Offer))
        {
            return Problems.Of(400, ProblemCodes.OfferMissing, "Only SIGNALLING_ONLY joins without an offer.");
        }

        // Functions have refused it; one that came through all the same would make every message of the room unwritable.
        if (request.Metadata is { ValueKind: not JsonValueKind.Null } metadata && MetadataRules.Refuse(metadata) is { } wrong)
        {
            return Problems.Of(400, ProblemCodes.InvalidRequest, wrong);
        }

        return await directory.JoinAsync(new JoinCommand(ticket, request), stages) switch
        {
            JoinResult.Refused refused => Problems.Of(refused.Status, refused.Code, refused.Detail),
            JoinResult.Joined joined => Answer(joined.Response, stages),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static IResult Answer(CreateTransportResponse response, StageClock stages)
    {
        stages.Mark("room");
        return Results.Json(
            response with { Timings = stages.Stages }, InternalJson.Default.CreateTransportResponse);
    }
}
