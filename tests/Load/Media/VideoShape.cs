namespace Serverless.Load.Media;

/// <summary>What a camera sends, as far as the network can tell.</summary>
/// <param name="FramesPerSecond">Pictures.</param>
/// <param name="PacketsPerFrame">Of the full size; key frames have four times as many.</param>
/// <param name="PacketLength">Bytes of a whole packet before encryption, all equal, as browsers cut frames.</param>
/// <param name="Spread">Packets leave evenly over the frame's interval; else all at once.</param>
/// <param name="Simulcast">Three sizes; the smaller ones have a third and a tenth of the packets, at least one.</param>
internal sealed record VideoShape(
    double FramesPerSecond, int PacketsPerFrame, int PacketLength, bool Spread, bool Simulcast)
{
    public const int KeyFrameFactor = 4;

    /// <summary>RIDs as the SDK names them, smallest first, with their share of packets.</summary>
    public static readonly (string Rid, double Share)[] Layers = [("q", 0.1), ("h", 0.33), ("f", 1)];

    public TimeSpan Interval => TimeSpan.FromSeconds(1 / FramesPerSecond);

    /// <summary>Bits per second of the largest size, without IP and UDP.</summary>
    public double Bitrate => FramesPerSecond * PacketsPerFrame * PacketLength * 8;

    public int PacketsOf(double share) => Math.Max(1, (int)Math.Round(PacketsPerFrame * share));

    /// <summary>Packets of nearly <paramref name="packetLength"/> bytes that make up a bitrate.</summary>
    public static VideoShape OfBitrate(double bitsPerSecond, double framesPerSecond, int packetLength, bool spread, bool simulcast)
    {
        var bytes = bitsPerSecond / 8 / framesPerSecond;
        var packets = Math.Max(1, (int)Math.Ceiling(bytes / packetLength));
        return new VideoShape(framesPerSecond, packets, (int)Math.Clamp(bytes / packets, 100, packetLength), spread, simulcast);
    }
}
