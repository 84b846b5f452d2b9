using System.Diagnostics.CodeAnalysis;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// A slot's stream as the passages it is made of: the present one, and the one before it, because viewers ask for its packets
/// again and publishers repair them late.
/// </summary>
internal sealed class Passages(MediaKind kind, StreamHead head)
{
    /// <summary>After a switch nobody waits longer for a repair.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private StreamHead _head = head;
    private Passage? _before;
    private Instant _rememberedUntil;

    /// <summary>What plays, or played last.</summary>
    public Passage? Present { get; private set; }

    public StreamHead Head => _head;

    /// <summary>The slot's number that the viewer means.</summary>
    public long Extend(RtpSeq number) => _head.Sequence + (number - new RtpSeq(unchecked((ushort)_head.Sequence)));

    /// <summary>The layer played before the last switch, and late packets of it are welcome still.</summary>
    public bool Remembers(Instant now, Layer layer) => layer == _before?.Layer && now < _rememberedUntil;

    /// <summary>Goes on with a layer, of which this is the first packet to go out.</summary>
    public void Begin(Instant now, Layer layer, in StoredPacket first, Rung limits)
    {
        var next = _before ?? new Passage(kind, layer);
        next.Begin(now, layer, first, Present, _head, limits);
        (_before, Present, _rememberedUntil) = (Present, next, now + Memory);
    }

    /// <summary>Decides about a packet that arrived, and numbers it.</summary>
    public PassageResult Map(Instant now, Layer layer, in StoredPacket packet, Layer? playing, out Rewrite rewrite)
    {
        rewrite = default;
        if (layer == playing && Present!.Covers(packet))
        {
            return Present.Map(now, packet, ref _head, out rewrite);
        }

        if (Remembers(now, layer))
        {
            return _before!.Covers(packet) ? _before.Map(now, packet, ref _head, out rewrite) : PassageResult.BeforeSwitch;
        }

        return layer == playing ? PassageResult.BeforeSwitch : PassageResult.OtherLayer;
    }

    /// <summary>What went out under this number, or would have, if its layer's history still has it.</summary>
    public bool TryFind(
        Instant now, long sequence, [NotNullWhen(true)] out Layer? layer, out int index, out Rewrite rewrite)
    {
        rewrite = default;
        if (!TryUnmap(sequence, out var passage, out index))
        {
            layer = null;
            return false;
        }

        layer = passage.Layer;
        return passage.TryMapAgain(now, sequence, layer.History.Packet(index), ref _head, out rewrite);
    }

    /// <summary>What would have this number was left out too late to close the gap: nothing will come under it.</summary>
    public bool TryFindGap(long sequence, [NotNullWhen(true)] out Layer? layer, out int index, out Rewrite rewrite)
    {
        (layer, rewrite) = (null, default);
        if (!TryUnmap(sequence, out var passage, out index))
        {
            return false;
        }

        layer = passage.Layer;
        ref readonly var packet = ref layer.History.Packet(index);
        rewrite = new Rewrite { Sequence = sequence, Timestamp = unchecked(packet.Timestamp + passage.TimestampOffset) };
        return passage.IsGap(packet.Sequence);
    }

    private bool TryUnmap(long sequence, [NotNullWhen(true)] out Passage? passage, out int index)
    {
        index = -1;
        passage = sequence >= Present?.FirstMapped ? Present : _before;
        return passage is not null && passage.TryUnmap(sequence, out var original) && passage.Layer.History.TryFind(original, out index);
    }
}
