namespace Serverless.Rtc.Stun;

/// <summary>The only method ICE uses (RFC 8489 §18.2).</summary>
public enum StunMethod : ushort
{
    Binding = 0x001,
}
