namespace Serverless.Rtc.Srtp;

/// <summary>Master key (16 bytes) and master salt (14 bytes for AES-CM, 12 for GCM) of one direction.</summary>
public sealed record SrtpMasterKey(byte[] Key, byte[] Salt)
{
    /// <summary>Never prints the key: a record's own ToString would invite it into a log.</summary>
    public override string ToString() => "SrtpMasterKey(redacted)";
}
