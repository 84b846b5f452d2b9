using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;

namespace Serverless.Worker.Rooms;

/// <summary>Answers requests for the worker's side of a participant's media (rules ST1 and ST2), one at a time for each.</summary>
internal sealed class StatsDesk(RoomContext context, Roster roster, RoomOutbox outbox)
{
    private static readonly MediaStats Nothing =
        new(new TransportStats { BitrateSent = 0, BitrateReceived = 0, Drops = new Dictionary<string, long>() }, [], []);

    public void Answer(Member member, StatsRequest request)
    {
        var budget = member.Budget.Stats;
        if (request.Id.Length is 0 or > ClientMessageParser.LongestId)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "An id has 1 to 100 characters.");
        }
        else if (member.Measuring || !budget.TryTake(context.Now))
        {
            outbox.Refuse(
                member.Key, ErrorCodes.StatsTooFast, "You ask too often.", request.Id, budget.Wait(context.Now));
        }
        else if (!member.HasMedia)
        {
            Say(member, request, Nothing);
        }
        else
        {
            member.Measuring = true;
            context.Loop.Start(
                cancellation => context.Media.StatsAsync(member.Key, cancellation),
                ifFailed: null,
                stats => Measured(member, request, stats ?? Nothing));
        }
    }

    private void Measured(Member member, StatsRequest request, MediaStats stats)
    {
        member.Measuring = false;
        if (roster.Find(member.Key) == member)
        {
            Say(member, request, stats);
        }
    }

    private void Say(Member member, StatsRequest request, MediaStats stats) => outbox.To(member.Key, new StatsMessage
    {
        Id = request.Id,
        Transport = stats.Transport,
        Slots = stats.Slots,
        Publications = stats.Publications,
    });
}
