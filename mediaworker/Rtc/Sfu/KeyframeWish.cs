using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Whether somebody waits for a key frame of a layer.</summary>
internal sealed class KeyframeWish
{
    private bool _wasToldUrgent;

    public bool IsWanted { get; private set; }

    /// <summary>Somebody sees nothing, or more than the path carries, until it comes.</summary>
    public bool IsUrgent { get; private set; }

    /// <summary>Requests for other layers that went before it.</summary>
    public int PassedOver { get; private set; }

    /// <summary>How many requests went out.</summary>
    public long Sent { get; private set; }

    /// <summary>When the last key frame began.</summary>
    public Instant LastServed { get; private set; } = new(long.MinValue / 2);

    /// <summary>Of a replica: when its home was told.</summary>
    public Instant LastTold { get; private set; } = new(long.MinValue / 2);

    /// <summary>Likewise: home was not told yet that it is urgent.</summary>
    public bool BecameUrgent => IsUrgent && !_wasToldUrgent;

    public void Ask(bool isUrgent)
    {
        IsWanted = true;
        IsUrgent |= isUrgent;
    }

    /// <summary>A key frame began: whoever asked has it.</summary>
    public void Satisfy(Instant now) =>
        (IsWanted, IsUrgent, PassedOver, LastServed, _wasToldUrgent) = (false, false, 0, now, false);

    /// <summary>Of a replica: its home knows.</summary>
    public void NoteTold(Instant now) => (LastTold, _wasToldUrgent) = (now, IsUrgent);

    public void PassOver() => PassedOver++;

    public void NoteSent()
    {
        Sent++;
        PassedOver = 0;
    }

    /// <summary>The urgent ones go first, but before nobody twice.</summary>
    public bool GoesBefore(KeyframeWish other) => PassedOver > 0 != other.PassedOver > 0
        ? PassedOver > 0
        : IsUrgent && !other.IsUrgent;
}
