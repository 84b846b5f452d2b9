using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Contracts.Rest;

namespace Serverless.Worker.Http;

/// <summary>A request's JSON body, or the answer that says what is wrong with it.</summary>
internal readonly record struct JsonBody<T>(T? Value, IResult? Problem)
    where T : class
{
    public static async Task<JsonBody<T>> ReadAsync(HttpRequest request, JsonTypeInfo<T> json)
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.Body, json, request.HttpContext.RequestAborted);
            return value is null ? Bad("The body is null.") : new(value, null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new(null, Problems.Of(413, ProblemCodes.BodyTooLarge, "The body is larger than 512 KiB."));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return Bad("The body is not the JSON this call takes.");
        }
    }

    private static JsonBody<T> Bad(string detail) => new(null, Problems.Of(400, ProblemCodes.InvalidJson, detail));
}
