namespace Serverless.Rtc.Sdp;

/// <summary>Value of <c>a=setup</c> (RFC 4145 §4, RFC 8842 §5).</summary>
public enum DtlsSetup
{
    /// <summary>No such line; RFC 4145 §4 then reads an offer as active.</summary>
    Absent,
    ActPass,
    Active,
    Passive,
    HoldConn,
}
