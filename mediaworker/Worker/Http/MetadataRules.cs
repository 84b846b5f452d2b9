using System.Runtime.InteropServices;
using System.Text.Json;

namespace Serverless.Worker.Http;

/// <summary>
/// What metadata must be so that everybody can read it. Functions have refused the rest; one that came through all the same
/// would make every message of the room that holds it unwritable.
/// </summary>
internal static class MetadataRules
{
    private const int MaxBytes = 4096;
    private const int MaxDepth = 8;

    public static bool IsReadable(JsonElement? metadata)
    {
        if (metadata is not { ValueKind: not JsonValueKind.Null } value)
        {
            return true;
        }

        var json = JsonMarshal.GetRawUtf8Value(value);
        return value.ValueKind == JsonValueKind.Object && json.Length <= MaxBytes && IsReadable(json);
    }

    /// <summary>JSON's grammar allows half a surrogate pair (RFC 8259 §8.2), and only who reads the text stumbles over it.</summary>
    private static bool IsReadable(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
