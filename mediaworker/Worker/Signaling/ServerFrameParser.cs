using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Serverless.Worker.Signaling;

/// <summary>
/// Reads one frame without building a tree: <c>data</c> is a slice, so a client's megabyte costs nothing before the room
/// has looked at its sender and its size.
/// </summary>
internal static class ServerFrameParser
{
    // The service passes a client's data on verbatim. How deep it may nest is the receiver's business, not the frame's.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1024 };

    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out ServerFrame? frame)
    {
        frame = null;
        var fields = new Fields();
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(ref reader, utf8, ref fields);
            }

            if (reader.Read())
            {
                return false;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // InvalidOperationException: a string with an unpaired surrogate.
        }

        frame = fields.ToFrame();
        return frame is not null;
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8, ref Fields fields)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "type": fields.Type = Text(ref reader); break;
            case "event": fields.Event = Text(ref reader); break;
            case "from": fields.From = Text(ref reader); break;
            case "group": fields.Group = Text(ref reader); break;
            case "fromUserId": fields.FromUserId = Text(ref reader); break;
            case "connectionId": fields.ConnectionId = Text(ref reader); break;
            case "reconnectionToken": fields.ReconnectionToken = Text(ref reader); break;
            case "ackId": fields.AckId = Number(ref reader); break;
            case "sequenceId": fields.SequenceId = Number(ref reader); break;
            case "success": fields.Success = reader.TokenType == JsonTokenType.True; break;
            case "error": fields.Error = ErrorName(ref reader); break;
            case "data":
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                fields.Data = utf8[start..(int)reader.BytesConsumed];
                return;
            default: break;
        }

        reader.Skip();
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static ulong? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var value) ? value : null;

    private static string? ErrorName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName)
            {
                name = Text(ref reader);
            }

            reader.Skip();
        }

        return name;
    }

    private struct Fields
    {
        public string? Type;
        public string? Event;
        public string? From;
        public string? Group;
        public string? FromUserId;
        public string? ConnectionId;
        public string? ReconnectionToken;
        public string? Error;
        public ulong? AckId;
        public ulong? SequenceId;
        public bool Success;
        public ReadOnlyMemory<byte> Data;

        public readonly ServerFrame? ToFrame() => (Type, Event) switch
        {
            (null, _) => null,
            ("message", _) => new ServerFrame.Message(
                SequenceId ?? 0, From == "group" ? Group : null, FromUserId, Data),
            ("ack", _) => AckId is { } id ? new ServerFrame.Ack(id, Success ? null : Error ?? "unnamed error") : null,
            ("system", "connected") => ConnectionId is null
                ? null
                : new ServerFrame.Connected(ConnectionId, ReconnectionToken),
            ("system", "disconnected") => new ServerFrame.Disconnected(),
            _ => new ServerFrame.Other(),
        };
    }
}
