using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Of the codecs that the room allows, those that everybody who is here decodes: publishers are told when it is not all of them, and
/// fall back (rule CD3). The room's first codec always counts as one: whoever cannot decode it, a stranger to browsers, shall not
/// take everybody's picture away.
/// </summary>
internal sealed class CommonCodecs(Roster roster, RoomOutbox outbox)
{
    private bool _isDirty;

    /// <summary>Somebody came, went, or negotiated anew.</summary>
    public void Changed() => _isDirty = true;

    /// <summary>What may have been lost with an old socket.</summary>
    public void Repeat(Member member)
    {
        if (member.KnownCodecs.Count < Allowed(member).Count)
        {
            Tell(member);
        }
    }

    /// <summary>Tells publishers what they do not know yet; once for all that happened together.</summary>
    public void Advance()
    {
        if (!_isDirty)
        {
            return;
        }

        _isDirty = false;
        IReadOnlyList<VideoCodec>? common = null;
        foreach (var publisher in roster.Members)
        {
            if (publisher.OnStage && publisher.HasMedia)
            {
                common ??= Common(Allowed(publisher));
                if (!common.SequenceEqual(publisher.KnownCodecs))
                {
                    publisher.KnownCodecs = common;
                    Tell(publisher);
                }
            }
        }
    }

    private static IReadOnlyList<VideoCodec> Allowed(Member member) => member.Ticket.VideoCodecs ?? RoomCodecs.Default.Video;

    private VideoCodec[] Common(IReadOnlyList<VideoCodec> allowed) =>
        [.. allowed.Where((codec, place) => place == 0 || roster.Members.All(member => member.Decodes?.Contains(codec) != false))];

    private void Tell(Member publisher) => outbox.To(publisher.Key, new CodecsMessage(publisher.KnownCodecs));
}
