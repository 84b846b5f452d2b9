using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>Rules SK3 and SK4: what does not parse is answered and changes nothing.</summary>
internal static class ClientMessageParser
{
    public const int LongestMessage = 64 * 1024;

    public const int LongestId = 100;

    private static readonly FrozenSet<string> KnownTypes = typeof(ClientMessage)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(derived => (string)derived.TypeDiscriminator!)
        .ToFrozenSet(StringComparer.Ordinal);

    public static ParsedMessage Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestMessage)
        {
            return Invalid("The message is longer than 64 KiB.", null);
        }

        string? type = null;
        string? id = null;
        try
        {
            ReadHeader(utf8, out type, out id);
            if (type is null)
            {
                return Invalid("A message is a JSON object with a type.", id);
            }

            if (!KnownTypes.Contains(type))
            {
                return new ParsedMessage.Bad(ErrorCodes.UnsupportedMessage, "This server does not know the type.", id);
            }

            var message = JsonSerializer.Deserialize(utf8, SignalingJson.Default.ClientMessage);
            return message is null || HasHole(message)
                ? Invalid($"The {type} holds a null.", id)
                : new ParsedMessage.Good(message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return Invalid($"The {type ?? "message"} could not be read.", id);
        }
    }

    /// <summary>Nullability is checked for members, not for what lists hold.</summary>
    private static bool HasHole(ClientMessage message) => message switch
    {
        PublishMessage publish => publish.Tracks.Contains(null!),
        OfferMessage offer => offer.Publish.Contains(null!),
        WatchMessage watch => watch.Tracks.Contains(null!),
        _ => false,
    };

    private static ParsedMessage.Bad Invalid(string detail, string? id) => new(ErrorCodes.InvalidMessage, detail, id);

    /// <summary>Finds type and id at the top level, wherever they stand.</summary>
    private static void ReadHeader(ReadOnlySpan<byte> utf8, out string? type, out string? id)
    {
        type = null;
        id = null;
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && isType)
            {
                type = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.String && isId && reader.ValueSpan.Length <= LongestId)
            {
                id = reader.GetString();
            }

            reader.Skip();
        }
    }
}
