namespace Serverless.Rtc.Sfu;

/// <summary>One quality of a publication: a simulcast layer, and how far up within it.</summary>
/// <param name="Layer">By quality, from 0.</param>
/// <param name="Spatial">The highest spatial layer of SVC; <see cref="All"/> takes what there is.</param>
/// <param name="Temporal">The highest temporal layer, likewise.</param>
internal readonly record struct Rung(byte Layer, byte Spatial, byte Temporal)
{
    public const byte All = byte.MaxValue;

    /// <summary>The best of whatever there is.</summary>
    public static readonly Rung Top = new(All, All, All);
}
