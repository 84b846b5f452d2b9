using System.Runtime.InteropServices;

namespace Serverless.Interop.OpenSsl;

/// <summary>The error queue that OpenSSL keeps per thread.</summary>
internal static unsafe class OpenSslErrors
{
    private const int MaximumTextLength = 256;

    /// <summary>Empties the queue into words, oldest first.</summary>
    public static string Drain()
    {
        var texts = new List<string>();
        var text = stackalloc byte[MaximumTextLength];
        for (var error = LibCrypto.ERR_get_error(); error != 0; error = LibCrypto.ERR_get_error())
        {
            LibCrypto.ERR_error_string_n(error, text, MaximumTextLength);
            texts.Add(Marshal.PtrToStringUTF8((nint)text)!);
        }

        return texts.Count == 0 ? "no reason given" : string.Join("; ", texts);
    }
}
