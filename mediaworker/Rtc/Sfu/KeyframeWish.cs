using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Whether somebody waits for a key frame of a layer.</summary>
internal sealed class KeyframeWish
{
    private bool _wasSentUrgent;

    public bool IsWanted { get; private set; }

    /// <summary>Somebody sees nothing, or more than the path carries, until it comes.</summary>
    public bool IsUrgent { get; private set; }

    /// <summary>Requests for other layers that went before it.</summary>
    public int PassedOver { get; private set; }

    /// <summary>How many requests went out.</summary>
    public long Sent { get; private set; }

    public Instant LastSent { get; private set; } = new(long.MinValue / 2);

    /// <summary>The request that went out said that it can wait.</summary>
    public bool BecameUrgent => IsUrgent && !_wasSentUrgent;

    public void Ask(bool isUrgent)
    {
        IsWanted = true;
        IsUrgent |= isUrgent;
    }

    /// <summary>A key frame began: whoever asked has it.</summary>
    public void Satisfy() => (IsWanted, IsUrgent, PassedOver, _wasSentUrgent) = (false, false, 0, false);

    public void PassOver() => PassedOver++;

    public void NoteSent(Instant now)
    {
        Sent++;
        LastSent = now;
        _wasSentUrgent = IsUrgent;
        PassedOver = 0;
    }

    /// <summary>The urgent ones go first, but before nobody twice.</summary>
    public bool GoesBefore(KeyframeWish other) => PassedOver > 0 != other.PassedOver > 0
        ? PassedOver > 0
        : IsUrgent && !other.IsUrgent;
}
