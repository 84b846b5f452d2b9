using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Media;

namespace Serverless.Worker.Rooms;

/// <summary>What a participant says about its own tracks, and new offers on the transport that is there.</summary>
internal sealed class RoomMedia(
    RoomContext context,
    Roster roster,
    RoomOutbox outbox,
    RoomFeed feed,
    MediaStatements statements,
    CommonCodecs codecs)
{
    public void Publish(Member member, PublishMessage message)
    {
        if (message.Tracks.DistinctBy(track => track.Source).Count() != message.Tracks.Count)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "A source is named twice.");
            return;
        }

        if (!message.Tracks.All(track => member.Ticket.Publish.Contains(track.Source)))
        {
            outbox.Refuse(member.Key, ErrorCodes.PublishForbidden, "You may not publish this.");
            return;
        }

        if (member.Participant.Tracks.SequenceEqual(message.Tracks))
        {
            return; // Rule SK5: a repeat changes nothing.
        }

        feed.Add(roster.Update(member, member.Participant with { Tracks = message.Tracks }), roster.Audience);
        if (member.HasMedia)
        {
            context.Media.SetTracks(member.Key, message.Tracks);
        }
    }

    public void Offer(Member member, OfferMessage offer)
    {
        if (offer.Id.Length is 0 or > ClientMessageParser.LongestId)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "An id has 1 to 100 characters.");
        }
        else if (!member.HasMedia)
        {
            outbox.Refuse(member.Key, ErrorCodes.UnsupportedOffer, "This participation is without media.", offer.Id);
        }
        else if (PublishSections.Refuse(offer.Publish) is { } wrong)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, wrong, offer.Id);
        }
        else if (!offer.Publish.All(section => member.Ticket.Publish.Contains(section.Source)))
        {
            outbox.Refuse(member.Key, ErrorCodes.PublishForbidden, "You may not publish this.", offer.Id);
        }
        else if (member.Negotiating)
        {
            member.NextOffer = offer;
        }
        else
        {
            Negotiate(member, offer);
        }
    }

    /// <summary>Offers and restarts of one transport take their turns; null with the reason where this is not one's turn.</summary>
    public (Member? Member, IceRestartResult? Refused) BeginRestart(string key)
    {
        if (roster.Find(key) is not { HasMedia: true } member)
        {
            return (null, new IceRestartResult.NoTransport());
        }

        if (member.Negotiating)
        {
            return (null, new IceRestartResult.Busy());
        }

        member.Negotiating = true;
        return (member, null);
    }

    public void EndRestart(Member member)
    {
        member.Negotiating = false;
        if (roster.Find(member.Key) == member)
        {
            NegotiateNext(member);
        }
    }

    public void ConnectionIs(Member member, ConnectionState state) =>
        feed.Add(roster.Update(member, member.Participant with { Connection = state }), roster.Audience);

    private void Negotiate(Member member, OfferMessage offer)
    {
        member.Negotiating = true;
        context.Loop.Start(
            cancellation => context.Media.RenegotiateAsync(member.Key, offer.Sdp, offer.Publish, cancellation),
            ifFailed: new MediaAnswer.Refused(ProblemCodes.Internal, "The offer could not be answered."),
            answer => Negotiated(member, offer, answer));
    }

    private void Negotiated(Member member, OfferMessage offer, MediaAnswer answer)
    {
        member.Negotiating = false;
        if (roster.Find(member.Key) != member)
        {
            return; // Left or resumed meanwhile: the transport of this offer is gone.
        }

        switch (answer)
        {
            case MediaAnswer.Accepted accepted:
                outbox.To(member.Key, new AnswerMessage(offer.Id, accepted.Sdp));
                statements.SlotsChanged(member, accepted.Slots);
                member.Decodes = accepted.Decodes;
                codecs.Changed();
                break;
            case MediaAnswer.Refused { Code: ProblemCodes.Internal or ProblemCodes.NoCapacity } refused:
                outbox.Fail(member.Key, refused.Code, refused.Detail, offer.Id, TimeSpan.FromSeconds(2));
                break;
            case MediaAnswer.Refused refused:
                outbox.Refuse(member.Key, refused.Code, refused.Detail, offer.Id);
                break;
        }

        NegotiateNext(member);
    }

    private void NegotiateNext(Member member)
    {
        if (member.NextOffer is { } next)
        {
            member.NextOffer = null;
            Negotiate(member, next);
        }
    }
}
