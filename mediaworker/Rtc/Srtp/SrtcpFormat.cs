namespace Serverless.Rtc.Srtp;

/// <summary>Where things stand in an SRTCP packet (RFC 3711 §3.4, RFC 7714 §9.2).</summary>
internal static class SrtcpFormat
{
    /// <summary>First header and sender SSRC, which stay in the clear.</summary>
    public const int HeaderLength = 8;

    public const int SsrcPosition = 4;

    /// <summary>The word with E flag and index. AES-CM sends it before the tag, GCM after it.</summary>
    public const int IndexLength = 4;

    public const uint EncryptedFlag = 0x8000_0000;
}
