using System.Text;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Ice;

/// <summary>User fragment and password of one side (RFC 8445 §5.3), as SDP carries them.</summary>
public sealed record IceCredentials(string Ufrag, string Password)
{
    /// <summary>64 characters, so six random bits each (RFC 8839 §5.4, ice-char).</summary>
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>48 bits; 24 is the least. The worker finds a transport by it, so it must not collide.</summary>
    private const int UfragLength = 8;

    /// <summary>144 bits; 128 is the least.</summary>
    private const int PasswordLength = 24;

    public static IceCredentials Generate(RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new IceCredentials(RandomText(random, UfragLength), RandomText(random, PasswordLength));
    }

    /// <summary>Never prints the password: a record's own ToString would invite it into a log.</summary>
    public override string ToString() => $"IceCredentials({Ufrag}, redacted)";

    internal byte[] UfragBytes() => Encoding.ASCII.GetBytes(Ufrag);

    internal byte[] PasswordBytes() => Encoding.ASCII.GetBytes(Password);

    private static string RandomText(RandomBytes random, int length)
    {
        Span<byte> bytes = stackalloc byte[PasswordLength];
        Span<char> text = stackalloc char[PasswordLength];
        random(bytes[..length]);
        for (var index = 0; index < length; index++)
        {
            text[index] = Alphabet[bytes[index] & 63];
        }

        return new string(text[..length]);
    }
}
