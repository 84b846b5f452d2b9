using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu;

/// <summary>Merges what all viewers ask of one publisher: at most one request per second, none that a key frame has overtaken.</summary>
public sealed class KeyframeRequests
{
    /// <summary>A key frame costs as much as some seconds of pictures; encoders that get more requests fall behind.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private Instant _lastSent = new(long.MinValue / 2);
    private bool _wanted;

    /// <summary>When a request is due; <see cref="Instant.Never"/> while nobody wants one.</summary>
    public Instant Due => _wanted ? _lastSent + Interval : Instant.Never;

    /// <summary>How many went out.</summary>
    public long Sent { get; private set; }

    public void Ask() => _wanted = true;

    /// <summary>A key frame began: whoever asked has it.</summary>
    public void Satisfy() => _wanted = false;

    /// <summary>True when the caller should send a request now. It stays wanted until a key frame comes, so a lost request is repeated.</summary>
    public bool TryTake(Instant now)
    {
        if (now < Due)
        {
            return false;
        }

        _lastSent = now;
        Sent++;
        return true;
    }
}
