namespace Serverless.Local.PubSub.Sockets;

internal static class CloseText
{
    /// <summary>RFC 6455 section 5.5: a control frame carries 125 bytes, two of them are the code.</summary>
    private const int MaxBytes = 123;

    public static string Truncate(string text)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
