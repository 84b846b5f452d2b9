namespace Serverless.Rtc.Sdp;

/// <summary>
/// Numbers the receive slots of one answer. Slots of an earlier answer stay with their mid; new ones take the lowest
/// free number.
/// </summary>
internal sealed class SlotTable
{
    private readonly Dictionary<string, (MediaKind Kind, SendSlot Slot)> _held = [];
    private readonly HashSet<(MediaKind Kind, int Index)> _taken = [];
    private readonly AnswerPolicy _policy;
    private readonly LocalDescription _local;

    internal SlotTable(SessionDescription offer, AnswerPolicy policy, LocalDescription local, Negotiated? previous)
    {
        _policy = policy;
        _local = local;
        var live = offer.Media.Where(media => !media.IsStopped).Select(media => media.Mid).ToHashSet();
        foreach (var section in previous?.Sections ?? [])
        {
            var slot = section switch
            {
                SendSection send => send.Slot,
                InactiveSection inactive => inactive.ReservedSlot,
                _ => null,
            };
            if (slot is not null && live.Contains(section.Mid))
            {
                _held[section.Mid] = (section.Kind, slot);
                _taken.Add((section.Kind, slot.Index));
            }
        }
    }

    /// <summary>The slot that the section (which has a mid) held before; null for a new section.</summary>
    internal SendSlot? Held(MediaDescription media) =>
        _held.TryGetValue(media.Mid!, out var held) && held.Kind == media.Kind ? held.Slot : null;

    /// <summary>Null when the policy allows no more.</summary>
    internal SendSlot? HeldOrNew(MediaDescription media, bool withRtx)
    {
        var slot = Held(media) ?? Allocate(media.Kind);
        if (slot is null)
        {
            return null;
        }

        return slot with { RtxSsrc = withRtx ? slot.RtxSsrc ?? _local.AllocateSsrc() : null };
    }

    private SendSlot? Allocate(MediaKind kind)
    {
        var audio = kind == MediaKind.Audio;
        var limit = audio ? _policy.MaxAudioSlots : _policy.MaxVideoSlots;
        var index = 0;
        while (index < limit && !_taken.Add((kind, index)))
        {
            index++;
        }

        if (index >= limit)
        {
            return null;
        }

        var name = $"{(audio ? "audio" : "video")}-{index}";
        return new SendSlot
        {
            Index = index,
            Ssrc = _local.AllocateSsrc(),
            RtxSsrc = null,
            Cname = _local.Cname,
            StreamId = index == 0 ? "pair-0" : name,
            TrackId = name,
        };
    }
}
