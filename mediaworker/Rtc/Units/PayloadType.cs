namespace Serverless.Rtc.Units;

/// <summary>RTP payload type, 0–127: which codec a packet carries, by the SDP's mapping.</summary>
public readonly record struct PayloadType(byte Value)
{
    public override string ToString() => Value.ToString();
}
