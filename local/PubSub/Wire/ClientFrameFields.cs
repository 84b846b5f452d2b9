using System.Text.Json;

namespace Serverless.Local.PubSub.Wire;

/// <summary>
/// The members of a client frame, each of the right type; which of them are needed depends on <see cref="Type"/>.
/// </summary>
internal struct ClientFrameFields
{
    private const int MaxTtlSeconds = 300;
    private const int MaxDepth = 64;

    public string? Type;
    public string? Group;
    public string? Event;
    public string? DataType;
    public string? InvocationId;
    public string? Target;
    public ulong? AckId;
    public ulong? SequenceId;
    public bool NoEcho;
    public ulong? TtlSeconds;
    public JsonTokenType DataToken;

    /// <summary>Where the data token stands in the frame, quotes included.</summary>
    public Range Data;

    /// <summary>
    /// Throws <see cref="JsonException"/> or <see cref="InvalidOperationException"/> for what is not JSON in UTF-8.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out ClientFrameFields fields, out string problem)
    {
        fields = default;
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        problem = "The frame is not a JSON object.";
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!fields.TryReadField(ref json, out var name))
            {
                problem = $"'{name}' has a wrong type or value.";
                return false;
            }
        }

        // Reads past the end, so that anything behind the object is an error.
        return !json.Read();
    }

    private bool TryReadField(ref Utf8JsonReader json, out string name)
    {
        name = json.GetString()!;
        json.Read();
        switch (name)
        {
            case "type":
                return TryReadString(ref json, out Type);
            case "group":
                return TryReadString(ref json, out Group);
            case "event":
                return TryReadString(ref json, out Event);
            case "dataType":
                return TryReadString(ref json, out DataType);
            case "invocationId":
                return TryReadString(ref json, out InvocationId);
            case "target":
                return TryReadString(ref json, out Target);
            case "ackId":
                return TryReadNumber(ref json, out AckId);
            case "sequenceId":
                return TryReadNumber(ref json, out SequenceId);
            case "noEcho":
                NoEcho = json.TokenType == JsonTokenType.True;
                return json.TokenType is JsonTokenType.True or JsonTokenType.False;
            case "ttlSeconds":
                return TryReadNumber(ref json, out TtlSeconds) && TtlSeconds <= MaxTtlSeconds;
            case "data":
                DataToken = json.TokenType;
                var start = (int)json.TokenStartIndex;
                json.Skip();
                Data = start..(int)json.BytesConsumed;
                return true;
            default:
                json.Skip();
                return true;
        }
    }

    private static bool TryReadString(ref Utf8JsonReader json, out string? value)
    {
        value = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return value is not null;
    }

    private static bool TryReadNumber(ref Utf8JsonReader json, out ulong? value)
    {
        value = json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out var number) ? number : null;
        return value is not null;
    }
}
