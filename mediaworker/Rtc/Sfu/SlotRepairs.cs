using Serverless.Rtc.Peer;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Sends packets of a slot's stream again: because the viewer asks for them, or to fill a probe.</summary>
internal sealed class SlotRepairs(SlotOutlet outlet, Passages passages)
{
    /// <summary>An older packet would come too late to be shown, and its receiver has asked for a key frame by then.</summary>
    private static readonly TimeSpan RepairLimit = TimeSpan.FromSeconds(2);

    /// <summary>Padding does as well for less.</summary>
    private const int SmallFilling = 300;

    /// <summary>The packets sent last that a probe may be filled with.</summary>
    private const int FillingHistory = 64;

    private RecentResends? _resends;
    private int _fillings;

    /// <summary>
    /// Answers a NACK for one packet. Where a packet of a layer that the viewer does not get came too late for its number to be
    /// closed up, the answer is an empty one, or the viewer would ask for it as often as it may.
    /// </summary>
    public void Retransmit(Instant now, RtpSeq requested, TimeSpan roundTrip, Transport viewer, IDatagramSink output)
    {
        var sequence = passages.Extend(requested);
        var isFound = passages.TryFind(now, sequence, out var layer, out var index, out var rewrite);
        if (!isFound && (!outlet.CanFill || !passages.TryFindGap(sequence, out layer, out index, out rewrite)))
        {
            return;
        }

        ref readonly var packet = ref layer!.History.Packet(index);
        _resends ??= new RecentResends();
        if (outlet.Codec(packet.Codec) is not { } codec
            || !outlet.CanRepair(codec)
            || now - packet.ArrivedAt > RepairLimit
            || RecentResends.MayBeOnItsWay(now, packet.ArrivedAt, isFound ? roundTrip : TimeSpan.Zero)
            || outlet.Egress?.MayRepair(now, isFound ? packet.PayloadLength : 0) == false
            || !_resends.TryAdmit(now, sequence, roundTrip))
        {
            return;
        }

        if (isFound)
        {
            outlet.SendAgain(now, codec, layer, index, rewrite, viewer, output);
            outlet.Tally.CountRepair();
        }
        else
        {
            outlet.SendEmpty(now, rewrite, viewer, output);
        }
    }

    /// <summary>Sends about so many bytes for a probe, where the outlet can: a packet of late once more, else padding.</summary>
    public void Fill(Instant now, int bytes, Transport viewer, IDatagramSink output)
    {
        var candidate = passages.Head.Sequence - (_fillings++ % FillingHistory);
        if (bytes > SmallFilling
            && passages.TryFind(now, candidate, out var layer, out var index, out var rewrite)
            && outlet.Codec(layer.History.Packet(index).Codec) is { RtxPayloadType: not null } codec)
        {
            outlet.SendAgain(now, codec, layer, index, rewrite, viewer, output);
        }
        else
        {
            outlet.SendPadding(now, bytes, passages.Head.Timestamp, viewer, output);
        }
    }
}
