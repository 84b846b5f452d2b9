namespace Serverless.Rtc.Units;

/// <summary>Synchronisation source: names one RTP stream within a session (RFC 3550 §3).</summary>
public readonly record struct Ssrc(uint Value)
{
    public override string ToString() => Value.ToString("x8");
}
