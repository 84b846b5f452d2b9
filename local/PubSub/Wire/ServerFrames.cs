using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Wire;

/// <summary>The control frames of the JSON subprotocols.</summary>
internal static class ServerFrames
{
    public static readonly ReadOnlyMemory<byte> Pong = """{"type":"pong"}"""u8.ToArray();

    /// <summary>Frames never stand inside HTML, so only what JSON itself demands is escaped.</summary>
    public static JsonWriterOptions WriterOptions => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Connected(string connectionId, string? userId, string? reconnectionToken) =>
        Write(json =>
        {
            json.WriteString("type"u8, "system"u8);
            json.WriteString("event"u8, "connected"u8);
            json.WriteString("userId"u8, userId);
            json.WriteString("connectionId"u8, connectionId);
            if (reconnectionToken is not null)
            {
                json.WriteString("reconnectionToken"u8, reconnectionToken);
            }
        });

    public static ReadOnlyMemory<byte> Disconnected(string message) =>
        Write(json =>
        {
            json.WriteString("type"u8, "system"u8);
            json.WriteString("event"u8, "disconnected"u8);
            json.WriteString("message"u8, message);
        });

    public static ReadOnlyMemory<byte> AckSuccess(ulong ackId) =>
        Write(json =>
        {
            json.WriteString("type"u8, "ack"u8);
            json.WriteNumber("ackId"u8, ackId);
            json.WriteBoolean("success"u8, true);
        });

    public static ReadOnlyMemory<byte> AckFailure(ulong ackId, string name, string message) =>
        Write(json =>
        {
            json.WriteString("type"u8, "ack"u8);
            json.WriteNumber("ackId"u8, ackId);
            json.WriteBoolean("success"u8, false);
            json.WriteStartObject("error"u8);
            json.WriteString("name"u8, name);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        });

    /// <param name="invocationId">As the client gave it.</param>
    /// <param name="data">Null: the handler had nothing to say.</param>
    public static ReadOnlyMemory<byte> InvokeSuccess(string invocationId, MessageData? data) =>
        Write(json =>
        {
            json.WriteString("type"u8, "invokeResponse"u8);
            json.WriteString("invocationId"u8, invocationId);
            json.WriteBoolean("success"u8, true);
            if (data is { } answer)
            {
                MessageEnvelope.WriteData(json, answer);
            }
        });

    public static ReadOnlyMemory<byte> InvokeFailure(string invocationId, string name, string message) =>
        Write(json =>
        {
            json.WriteString("type"u8, "invokeResponse"u8);
            json.WriteString("invocationId"u8, invocationId);
            json.WriteBoolean("success"u8, false);
            json.WriteStartObject("error"u8);
            json.WriteString("name"u8, name);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
