namespace Serverless.Rtc.Rtcp;

/// <summary>FMT values: what a feedback packet's five count bits mean.</summary>
internal static class RtcpFormat
{
    /// <summary>Transport feedback (RFC 4585 §6.2.1).</summary>
    public const int GenericNack = 1;

    /// <summary>Transport feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).</summary>
    public const int TransportWide = 15;

    /// <summary>Payload feedback (RFC 4585 §6.3.1).</summary>
    public const int PictureLoss = 1;

    /// <summary>Payload feedback (RFC 5104 §4.3.1).</summary>
    public const int FullIntra = 4;

    /// <summary>Payload feedback (RFC 4585 §6.4); REMB is one.</summary>
    public const int ApplicationLayer = 15;
}
