using System.Text;
using Microsoft.Net.Http.Headers;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Whip;

/// <summary>Reads a body that is not JSON.</summary>
internal static class TextBody
{
    /// <param name="http">The call.</param>
    /// <param name="mediaType">The only one taken; its parameters do not matter.</param>
    /// <param name="wrongType">For any other.</param>
    public static async Task<Outcome<string>> ReadAsync(HttpContext http, string mediaType, Failure wrongType)
    {
        var request = http.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        {
            return wrongType;
        }

        if (request.ContentLength > RequestBody.MaxBytes)
        {
            return Failures.BodyTooLarge;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > RequestBody.MaxBytes)
            {
                return Failures.BodyTooLarge;
            }
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
