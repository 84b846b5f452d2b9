using System.Buffers;
using System.Net.Http.Headers;
using Serverless.Local.PubSub.Hub;

namespace Serverless.Local.PubSub.Http;

/// <summary>Reads the body of a send operation.</summary>
internal static class MessageBody
{
    /// <summary>Exactly one of the two results is null.</summary>
    public static async ValueTask<(PubSubMessage? Message, ServiceError? Error)> ReadAsync(
        HttpRequest request, int limit, Func<MessageData, PubSubMessage> wrap)
    {
        var mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType : null;
        if (!MediaTypes.TryParse(mediaType, out var type))
        {
            return (null, ServiceError.UnsupportedMediaType());
        }

        if (await ReadBytesAsync(request, limit) is not { } bytes)
        {
            return (null, ServiceError.TooLarge(limit));
        }

        return MessageData.TryCreate(type, bytes, out var data)
            ? (wrap(data), null)
            : (null, ServiceError.BadRequest("The body does not fit its content type."));
    }

    /// <summary>Null when there are more than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, int limit)
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
}
