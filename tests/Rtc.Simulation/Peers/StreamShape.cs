namespace Serverless.Rtc.Simulation.Peers;

/// <summary>How large a stream's packets and frames are.</summary>
/// <param name="Rid">Of a simulcast layer; else empty.</param>
/// <param name="Layer">By quality, from 0.</param>
/// <param name="Payload">Bytes of each packet.</param>
/// <param name="KeyFramePackets">Packets of a key frame.</param>
/// <param name="MostFramePackets">Of another frame, which has at least one.</param>
/// <param name="TemporalLayers">1 to 3.</param>
public sealed record StreamShape(
    string Rid, byte Layer, int Payload, int KeyFramePackets, int MostFramePackets, int TemporalLayers)
{
    /// <summary>One stream of three sizes; packets are those of the layers of simulcast.</summary>
    public bool IsScalable { get; init; }

    /// <summary>Frames of that many times the packets.</summary>
    public StreamShape Times(int scale) => this with
    {
        KeyFramePackets = KeyFramePackets * scale,
        MostFramePackets = MostFramePackets * scale,
    };

    public static readonly StreamShape Audio = new("", 0, 100, 1, 1, 1);

    public static StreamShape Video(int temporalLayers) => new("", 2, 1000, 12, 4, temporalLayers);

    public static StreamShape Scalable(int temporalLayers) => Video(temporalLayers) with { IsScalable = true };

    /// <summary>Each layer of about a third of the next one's rate.</summary>
    public static StreamShape Simulcast(string rid, int layer, int count, int temporalLayers) => (count - layer) switch
    {
        1 => new StreamShape(rid, (byte)layer, 1000, 12, 4, temporalLayers),
        2 => new StreamShape(rid, (byte)layer, 700, 6, 2, temporalLayers),
        _ => new StreamShape(rid, (byte)layer, 400, 3, 1, temporalLayers),
    };
}
