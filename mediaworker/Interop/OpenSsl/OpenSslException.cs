using System.Diagnostics.CodeAnalysis;

namespace Serverless.Interop.OpenSsl;

/// <summary>OpenSSL refused a call that no peer can influence: a broken installation or a bug of ours.</summary>
public sealed class OpenSslException : Exception
{
    private OpenSslException(string message)
        : base(message)
    {
    }

    /// <summary>Throws with what the calling thread's error queue holds.</summary>
    internal static void ThrowUnless([DoesNotReturnIf(false)] bool condition, string function)
    {
        if (!condition)
        {
            throw new OpenSslException($"{function}: {OpenSslErrors.Drain()}");
        }
    }
}
