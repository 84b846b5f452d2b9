using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Wire;

/// <summary>
/// Reads the text frames of the JSON subprotocols. A frame that breaks a rule costs the client its connection.
/// </summary>
internal static partial class ClientFrameParser
{
    private const int MaxInvocationId = 128;

    /// <summary><paramref name="frame"/> keeps no reference to <paramref name="utf8"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ClientFrame? frame, out string problem)
    {
        frame = null;
        try
        {
            if (!ClientFrameFields.TryRead(utf8, out var fields, out problem))
            {
                return false;
            }

            frame = fields.Type?.ToLowerInvariant() switch
            {
                "joingroup" => JoinGroup(in fields, out problem),
                "leavegroup" => LeaveGroup(in fields, out problem),
                "sendtogroup" => SendToGroup(in fields, utf8, out problem),
                "event" => Event(in fields, utf8, out problem),
                "invoke" => Invoke(in fields, utf8, out problem),
                "cancelinvocation" => new ClientFrame.CancelInvocation(),
                "sequenceack" => SequenceAck(in fields, out problem),
                "ping" => new ClientFrame.Ping(),
                _ => Refuse("The frame's type is unknown.", out problem),
            };
            return frame is not null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Utf8JsonReader has no way to refuse bad JSON, or invalid UTF-8 within a string, but to throw.
            problem = "The frame is not valid JSON.";
            return false;
        }
    }

    private static ClientFrame? Refuse(string reason, out string problem)
    {
        problem = reason;
        return null;
    }

    private static ClientFrame.JoinGroup? JoinGroup(in ClientFrameFields fields, out string problem) =>
        HasGroup(in fields, out problem) ? new ClientFrame.JoinGroup(fields.Group!, fields.AckId) : null;

    private static ClientFrame.LeaveGroup? LeaveGroup(in ClientFrameFields fields, out string problem) =>
        HasGroup(in fields, out problem) ? new ClientFrame.LeaveGroup(fields.Group!, fields.AckId) : null;

    private static ClientFrame.SendToGroup? SendToGroup(
        in ClientFrameFields fields, ReadOnlySpan<byte> utf8, out string problem) =>
        HasGroup(in fields, out problem) && TryReadData(in fields, utf8, out var data, out problem)
            ? new ClientFrame.SendToGroup(fields.Group!, data, fields.NoEcho, fields.AckId)
            {
                TimeToLive = fields.TtlSeconds is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            }
            : null;

    private static ClientFrame.Event? Event(in ClientFrameFields fields, ReadOnlySpan<byte> utf8, out string problem)
    {
        if (fields.Event is null || !EventName().IsMatch(fields.Event))
        {
            problem = "'event' is not a valid event name.";
            return null;
        }

        return TryReadData(in fields, utf8, out var data, out problem)
            ? new ClientFrame.Event(fields.Event, data, fields.AckId)
            : null;
    }

    private static ClientFrame.Invoke? Invoke(in ClientFrameFields fields, ReadOnlySpan<byte> utf8, out string problem)
    {
        if (fields.InvocationId is not { Length: > 0 and <= MaxInvocationId } id || fields.Target is not (null or "event"))
        {
            problem = "'invocationId' is missing or too long, or 'target' is not 'event'.";
            return null;
        }

        return Event(in fields, utf8, out problem) is { } invoked
            ? new ClientFrame.Invoke(id, invoked.Name, invoked.Data)
            : null;
    }

    private static ClientFrame.SequenceAck? SequenceAck(in ClientFrameFields fields, out string problem)
    {
        problem = "'sequenceId' is missing.";
        return fields.SequenceId is { } sequenceId ? new ClientFrame.SequenceAck(sequenceId) : null;
    }

    private static bool HasGroup(in ClientFrameFields fields, out string problem)
    {
        problem = "'group' is not a valid group name.";
        return fields.Group is not null && GroupName.IsValid(fields.Group);
    }

    private static bool TryReadData(
        in ClientFrameFields fields, ReadOnlySpan<byte> utf8, out MessageData data, out string problem)
    {
        data = default;
        problem = "'data' is missing or does not fit 'dataType'.";
        var token = utf8[fields.Data];
        switch (fields.DataType?.ToLowerInvariant())
        {
            case null or "json" when fields.DataToken is not (JsonTokenType.None or JsonTokenType.Null):
                data = new MessageData(DataType.Json, token.ToArray());
                return true;
            case "text" when fields.DataToken == JsonTokenType.String:
                data = new MessageData(DataType.Text, Unescape(token));
                return true;
            case "binary" when fields.DataToken == JsonTokenType.String && TryDecodeBase64(token, out var bytes):
                data = new MessageData(DataType.Binary, bytes);
                return true;
            default:
                return false;
        }
    }

    private static ReadOnlyMemory<byte> Unescape(ReadOnlySpan<byte> token)
    {
        var json = new Utf8JsonReader(token);
        json.Read();
        var text = new byte[token.Length];
        return text.AsMemory(0, json.CopyString(text));
    }

    private static bool TryDecodeBase64(ReadOnlySpan<byte> token, out byte[]? bytes)
    {
        var json = new Utf8JsonReader(token);
        json.Read();
        return json.TryGetBytesFromBase64(out bytes);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EventName();
}
