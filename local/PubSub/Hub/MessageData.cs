using System.Text.Json;
using System.Text.Unicode;

namespace Serverless.Local.PubSub.Hub;

/// <summary>
/// What a publisher sent. <paramref name="Content"/> is JSON text, UTF-8 text or the bytes themselves, never their
/// JSON envelope; it is valid JSON whenever <paramref name="Type"/> says so.
/// </summary>
internal readonly record struct MessageData(DataType Type, ReadOnlyMemory<byte> Content)
{
    /// <summary>False when the bytes are not what the type says.</summary>
    public static bool TryCreate(DataType type, ReadOnlyMemory<byte> content, out MessageData data)
    {
        data = new MessageData(type, content);
        return type switch
        {
            DataType.Json => IsJson(content.Span),
            DataType.Text => Utf8.IsValid(content.Span),
            DataType.Binary => true,
        };
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes);
        try
        {
            while (json.Read())
            {
            }

            return Utf8.IsValid(bytes);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
