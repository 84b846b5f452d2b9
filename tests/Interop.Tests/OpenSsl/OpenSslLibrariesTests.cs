using Serverless.Interop.OpenSsl;

namespace Serverless.Interop.Tests.OpenSsl;

public sealed class OpenSslLibrariesTests
{
    [Fact]
    public void A_missing_library_is_named_with_what_to_install()
    {
        var error = Assert.Throws<OpenSslMissingException>(() => OpenSslLibraries.RequireLibrary("libabsent.so.3"));

        Assert.Contains("libabsent.so.3", error.Message, StringComparison.Ordinal);
        Assert.Contains("install libssl3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_call_says_why()
    {
        var error = Assert.Throws<OpenSslException>(() => OpenSslException.ThrowUnless(false, "SSL_new"));

        Assert.StartsWith("SSL_new: ", error.Message, StringComparison.Ordinal);
    }
}
