using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Reads the body of a send operation.</summary>
internal static class MessageBody
{
    /// <summary>Exactly one of the two results is null.</summary>
    public static async ValueTask<(PubSubMessage? Message, ServiceError? Error)> ReadAsync(
        HttpRequest request, int limit, Func<MessageData, PubSubMessage> wrap)
    {
        if (!TryGetType(request, out var type))
        {
            return (null, ServiceError.UnsupportedMediaType());
        }

        if (await ReadBytesAsync(request, limit) is not { } bytes)
        {
            return (null, ServiceError.TooLarge(limit));
        }

        return IsWellFormed(type, bytes.Span)
            ? (wrap(new MessageData(type, bytes)), null)
            : (null, ServiceError.BadRequest("The body does not fit its content type."));
    }

    private static bool TryGetType(HttpRequest request, out DataType type)
    {
        var mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType : null;
        DataType? known = mediaType?.ToLowerInvariant() switch
        {
            "application/json" => DataType.Json,
            "text/plain" => DataType.Text,
            "application/octet-stream" => DataType.Binary,
            _ => null,
        };
        type = known.GetValueOrDefault();
        return known is not null;
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        while (true)
        {
            var result = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            var buffer = result.Buffer;
            if (buffer.Length > limit || result.IsCompleted)
            {
                // Copied before it is given back; given back in any case, or Kestrel drops the connection.
                ReadOnlyMemory<byte>? body = buffer.Length > limit ? null : buffer.ToArray();
                request.BodyReader.AdvanceTo(buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool IsWellFormed(DataType type, ReadOnlySpan<byte> bytes) => type switch
    {
        DataType.Json => IsJson(bytes),
        DataType.Text => Utf8.IsValid(bytes),
        DataType.Binary => true,
    };

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
