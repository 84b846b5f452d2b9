namespace Serverless.Interop.OpenSsl;

/// <summary>The machine lacks the OpenSSL 3 libraries, without which no media can flow.</summary>
public sealed class OpenSslMissingException : Exception
{
    internal OpenSslMissingException(string library)
        : base(
            $"{library} was not found. The media worker needs OpenSSL 3 on 64-bit Linux: install libssl3 (Debian, " +
            "Ubuntu, Alpine) or openssl-libs (Fedora, RHEL).")
    {
    }
}
