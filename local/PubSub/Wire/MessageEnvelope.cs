using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Wire;

/// <summary>
/// Writes the part of a message frame that all receivers share: everything but the sequence id and the closing brace.
/// </summary>
internal static class MessageEnvelope
{
    public static ReadOnlyMemory<byte> FromGroup(string group, string? fromUserId, MessageData data)
    {
        var buffer = new ArrayBufferWriter<byte>(128 + group.Length + data.Content.Length);
        using var json = new Utf8JsonWriter(buffer, ServerFrames.WriterOptions);
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("from"u8, "group"u8);
        json.WriteString("group"u8, group);
        if (fromUserId is not null)
        {
            json.WriteString("fromUserId"u8, fromUserId);
        }

        WriteData(json, data);
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> FromServer(MessageData data)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + data.Content.Length);
        using var json = new Utf8JsonWriter(buffer, ServerFrames.WriterOptions);
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("from"u8, "server"u8);
        WriteData(json, data);
        return buffer.WrittenMemory;
    }

    public static void WriteData(Utf8JsonWriter json, MessageData data)
    {
        switch (data.Type)
        {
            case DataType.Json:
                json.WriteString("dataType"u8, "json"u8);
                json.WritePropertyName("data"u8);
                json.WriteRawValue(data.Content.Span, skipInputValidation: true);
                break;
            case DataType.Text:
                json.WriteString("dataType"u8, "text"u8);
                json.WriteString("data"u8, data.Content.Span);
                break;
            case DataType.Binary:
                json.WriteString("dataType"u8, "binary"u8);
                json.WriteBase64String("data"u8, data.Content.Span);
                break;
            default:
                throw new UnreachableException();
        }

        json.Flush();
    }
}
