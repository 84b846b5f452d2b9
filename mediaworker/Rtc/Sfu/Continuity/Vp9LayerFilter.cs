using Serverless.Rtc.Rtp;

namespace Serverless.Rtc.Sfu.Continuity;

/// <summary>
/// Which layers of VP9 SVC a viewer gets (RFC 9628 §3). Down takes effect with the next picture. Up in time begins
/// after a forwarded switching-up point (U); up in size with a key picture, or while nothing that went out of the picture said that
/// it ends there, at a frame that refers to its own picture only, one layer at a time.
/// </summary>
internal struct Vp9LayerFilter
{
    /// <summary>No layer is above it: TID and SID have three bits.</summary>
    public const byte All = 7;

    private byte _nextTemporal;

    public Vp9LayerFilter()
    {
        TargetTemporal = TargetSpatial = CurrentTemporal = CurrentSpatial = _nextTemporal = All;
    }

    public byte TargetTemporal { get; set; }

    public byte TargetSpatial { get; set; }

    /// <summary>The highest temporal layer forwarded.</summary>
    public byte CurrentTemporal { get; private set; }

    /// <summary>The highest spatial layer forwarded.</summary>
    public byte CurrentSpatial { get; private set; }

    /// <summary>A picture begins, in the order of coding.</summary>
    public void BeginPicture(bool isKey)
    {
        CurrentTemporal = isKey ? TargetTemporal : Math.Min(_nextTemporal, TargetTemporal);
        CurrentSpatial = isKey ? TargetSpatial : Math.Min(CurrentSpatial, TargetSpatial);
        _nextTemporal = CurrentTemporal;
    }

    /// <summary>The present picture turns out to be a key picture; what went out of it stays.</summary>
    public void BecomeKey()
    {
        CurrentTemporal = Math.Max(CurrentTemporal, TargetTemporal);
        CurrentSpatial = Math.Max(CurrentSpatial, TargetSpatial);
        _nextTemporal = CurrentTemporal;
    }

    /// <summary>Whether a packet of the present picture goes out.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isEnded">The receiver was told that the picture has no more layers than <see cref="CurrentSpatial"/>.</param>
    public bool Admit(in Vp9Payload packet, bool isEnded)
    {
        if (packet.TemporalId > CurrentTemporal)
        {
            return false;
        }

        if (!isEnded
            && packet.SpatialId == CurrentSpatial + 1
            && packet.SpatialId <= TargetSpatial
            && !packet.IsInterPredicted)
        {
            CurrentSpatial = packet.SpatialId;
        }

        if (packet.IsSwitchingUpPoint)
        {
            _nextTemporal = TargetTemporal;
        }

        return packet.SpatialId <= CurrentSpatial;
    }
}
