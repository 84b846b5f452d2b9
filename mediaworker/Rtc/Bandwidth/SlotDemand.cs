using Serverless.Rtc.Units;

namespace Serverless.Rtc.Bandwidth;

/// <summary>What a video slot asks of the viewer's path.</summary>
internal struct SlotDemand
{
    /// <summary>Higher goes first; slots of one priority rise together.</summary>
    public int Priority;

    /// <summary>How many of <see cref="Rates"/> count: 0 for a slot that shows nothing or is hidden.</summary>
    public int Layers;

    /// <summary>A worse layer is not worth showing; 0 for any.</summary>
    public int Least;

    /// <summary>The layer that fills the slot's size.</summary>
    public int Desired;

    /// <summary>A layer may cost less than one below it, and is better all the same: what is to be read has few frames rather than small letters.</summary>
    public bool MaySkip;

    /// <summary>As measured lately, by layer.</summary>
    public LayerRates Rates;

    public readonly Bitrate Rate(int layer) => layer < 0 ? Bitrate.Zero : Rates[layer];

    public readonly int Best => Math.Min(Desired, Layers - 1);

    public readonly int Worst => Math.Min(Least, Best);
}
