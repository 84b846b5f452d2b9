using System.Buffers;
using System.Text.Json;

namespace Serverless.Worker.Signaling;

/// <summary>Writes the frames that a client of <c>json.reliable.webpubsub.azure.v1</c> sends.</summary>
internal static class ClientFrames
{
    public const string Subprotocol = "json.reliable.webpubsub.azure.v1";

    public static ReadOnlySpan<byte> Ping => "{\"type\":\"ping\"}"u8;

    public static void JoinGroup(IBufferWriter<byte> output, string group, ulong ackId) =>
        Write(output, "joinGroup"u8, group, ackId, default);

    public static void LeaveGroup(IBufferWriter<byte> output, string group, ulong ackId) =>
        Write(output, "leaveGroup"u8, group, ackId, default);

    public static void SendToGroup(IBufferWriter<byte> output, string group, ulong ackId, ReadOnlySpan<byte> json) =>
        Write(output, "sendToGroup"u8, group, ackId, json);

    /// <summary>Cumulative: everything up to <paramref name="sequenceId"/> arrived here.</summary>
    public static void SequenceAck(IBufferWriter<byte> output, ulong sequenceId)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "sequenceAck"u8);
        writer.WriteNumber("sequenceId"u8, sequenceId);
        writer.WriteEndObject();
    }

    private static void Write(
        IBufferWriter<byte> output, ReadOnlySpan<byte> type, string group, ulong ackId, ReadOnlySpan<byte> json)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("group"u8, group);
        writer.WriteNumber("ackId"u8, ackId);
        if (!json.IsEmpty)
        {
            writer.WriteString("dataType"u8, "json"u8);
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
