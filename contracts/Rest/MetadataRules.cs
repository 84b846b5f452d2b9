using System.Runtime.InteropServices;
using System.Text.Json;

namespace Serverless.Contracts.Rest;

/// <summary>What a participant's metadata must be so that everybody can read it.</summary>
public static class MetadataRules
{
    private const int MaxBytes = 4096;
    private const int MaxDepth = 8;

    /// <returns>In words what is wrong; null: the metadata is fine.</returns>
    public static string? Refuse(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object || JsonMarshal.GetRawUtf8Value(metadata).Length > MaxBytes)
        {
            return $"metadata is a JSON object of at most {MaxBytes} bytes.";
        }

        return IsReadable(JsonMarshal.GetRawUtf8Value(metadata))
            ? null
            : $"metadata has at most {MaxDepth} levels, and no half of a surrogate pair in its texts.";
    }

    // JSON's grammar allows a lone surrogate (RFC 8259 section 8.2), and a parser that only looks at the structure lets
    // it pass; whoever reads or writes the text later fails.
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
