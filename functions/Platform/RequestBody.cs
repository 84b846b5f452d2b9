using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Serverless.Functions.Platform;

/// <summary>Reads a JSON body through the contracts' source-generated metadata; everything wrong with it is a <see cref="Failure"/>.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 256 * 1024;

    /// <summary>For workers: 50 chat messages of 2,000 characters, each escaped, are 600 KB.</summary>
    public const int MaxInternalBytes = 2 * 1024 * 1024;

    /// <param name="http">The call.</param>
    /// <param name="type">From a contracts context.</param>
    /// <param name="whenEmpty">Taken for an empty body; null: a body is required.</param>
    /// <param name="anyContentType">For beacons, which browsers send as text/plain.</param>
    /// <param name="maxBytes">More is <c>body_too_large</c>.</param>
    public static async Task<Outcome<T>> ReadAsync<T>(
        HttpContext http, JsonTypeInfo<T> type, T? whenEmpty = null, bool anyContentType = false,
        int maxBytes = MaxBytes)
        where T : class
    {
        var request = http.Request;
        if (request.ContentLength > maxBytes)
        {
            return Failures.BodyTooLarge;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Initial(request, maxBytes));
        try
        {
            var length = 0;
            int read;
            while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    return Failures.BodyTooLarge;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }

            if (length == 0 && whenEmpty is not null)
            {
                return whenEmpty;
            }

            return anyContentType || request.HasJsonContentType()
                ? Parse(buffer.AsSpan(0, length), type)
                : Failures.UnsupportedMediaType;
        }
        finally
        {
            // Bodies hold tokens and people's names.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    // One byte more than announced, so that the read that finds the end has somewhere to read to.
    private static int Initial(HttpRequest request, int maxBytes) =>
        (int)Math.Min(request.ContentLength ?? 4096, maxBytes) + 1;

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static Outcome<T> Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        // The serializer does not look into members that it skips; JSON between systems is UTF-8 throughout (RFC 8259 section 8.1).
        if (!Utf8.IsValid(json))
        {
            return Failures.InvalidJson;
        }

        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value
                ? value
                : Failures.InvalidRequest("The body must be a JSON object.");
        }
        catch (JsonException problem)
        {
            return IsJson(json)
                ? Failures.InvalidRequest($"The body does not have the right shape at {problem.Path ?? "$"}.")
                : Failures.InvalidJson;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }

            return !json.IsEmpty;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
