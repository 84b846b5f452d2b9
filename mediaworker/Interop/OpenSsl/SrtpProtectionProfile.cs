namespace Serverless.Interop.OpenSsl;

/// <summary>SRTP_PROTECTION_PROFILE of &lt;openssl/srtp.h&gt;.</summary>
internal unsafe struct SrtpProtectionProfile
{
    public byte* Name;
    public nuint Id;
}
