using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Sfu;

/// <summary>
/// Opus in RED (RFC 2198) on its way through: what a packet repeats of lost ones is made use of once for all viewers, and
/// each viewer gets the packet as it is or the Opus inside.
/// </summary>
internal static class RedundantAudio
{
    /// <summary>
    /// Frames that the packet repeats and that never came become packets of their own, as if they had: what was lost on the way
    /// to us is whole again for viewers without RED, too. Should the original come late, it is known already.
    /// </summary>
    /// <param name="layer">Of the publisher; each packet of it carries one frame, so numbers and frames go together.</param>
    /// <param name="packet">Arrived, and not in the history yet.</param>
    /// <param name="payload">Its payload.</param>
    /// <returns>False for what is no RED, which no viewer could play.</returns>
    public static bool TryRecover(Layer layer, in StoredPacket packet, ReadOnlySpan<byte> payload)
    {
        if (!RedPayload.TryParse(payload, out var red))
        {
            return false;
        }

        for (var age = red.RedundantCount; age >= 1; age--)
        {
            var block = red.Redundant(age);
            var lost = packet with
            {
                Sequence = packet.Sequence - age,
                Timestamp = unchecked(packet.Timestamp - (uint)block.TimestampOffset),
                Codec = CodecKind.Opus,
                Marker = false,
                AudioLevel = StoredPacket.Absent,
            };
            if (!block.Data.IsEmpty && block.PayloadType == red.PrimaryPayloadType && IsMissing(layer, lost))
            {
                layer.TryAdd(packet.ArrivedAt, lost, block.Data, default);
            }
        }

        return true;
    }

    /// <summary>For a viewer that negotiated only Opus; nothing of what is no RED.</summary>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> payload) =>
        RedPayload.TryParse(payload, out var red) ? red.Primary : [];

    /// <summary>The blocks name the publisher's payload type of Opus; the viewer has its own.</summary>
    public static void Retype(Span<byte> payload, byte opus)
    {
        if (!RedPayload.TryParse(payload, out var red))
        {
            return;
        }

        for (var block = 0; block <= red.RedundantCount; block++)
        {
            ref var header = ref payload[block * RedPayload.HeaderLength];
            header = (byte)((header & 0x80) | opus);
        }
    }

    /// <summary>Without any packet yet there is no gap to fill.</summary>
    private static bool IsMissing(Layer layer, in StoredPacket lost) =>
        layer.HasPackets && !layer.History.TryFind(lost.Sequence, out _);
}
