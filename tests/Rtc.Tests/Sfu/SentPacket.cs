using Serverless.Rtc.Sfu;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

/// <summary>A packet on its way to a layer.</summary>
/// <param name="At">When it arrives.</param>
/// <param name="Layer">Which of the layers.</param>
/// <param name="Frame">Of the layer, from 0; with SVC, all layers of a picture have one.</param>
/// <param name="Packet">Without what its descriptor says.</param>
/// <param name="Payload">Of its codec.</param>
internal sealed record SentPacket(Instant At, int Layer, int Frame, StoredPacket Packet, byte[] Payload)
{
    /// <summary>The dependency descriptor of AV1.</summary>
    public byte[] Descriptor { get; init; } = [];
}
