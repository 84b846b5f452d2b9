namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Which VP8 frames a viewer gets: all of the layers up to the current one. Down takes effect at the next frame. Up
/// needs a frame that depends on the base layer only (RFC 7741 §4.2, Y), since what the higher layer referred to was
/// not forwarded; one layer at a time, because the layers between have missed their frames as well.
/// </summary>
internal struct TemporalLayerFilter
{
    /// <summary>No frame is above it: TID has two bits.</summary>
    public const byte All = 3;

    public TemporalLayerFilter()
    {
        Target = All;
        Current = All;
    }

    /// <summary>The highest layer wanted.</summary>
    public byte Target { get; set; }

    /// <summary>The highest layer forwarded.</summary>
    public byte Current { get; private set; }

    /// <summary>Nothing after a key frame refers to anything before it.</summary>
    public void HandleKeyFrame() => Current = Target;

    /// <summary>Decides about a new frame, in the order of coding.</summary>
    public bool Admit(byte temporalId, bool isLayerSync)
    {
        Current = Math.Min(Current, Target);
        if (temporalId == Current + 1 && temporalId <= Target && isLayerSync)
        {
            Current = temporalId;
        }

        return temporalId <= Current;
    }
}
