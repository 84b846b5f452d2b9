using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Serverless.CustomHandler.Tests.Host;

/// <summary>What the Functions host posts when a timer is due, and what it needs to hear.</summary>
internal static class TimerInvocation
{
    /// <exception cref="InvocationException">The host would count a failure, or wait for ever.</exception>
    public static async Task FireAsync(HttpClient http, Uri handler, string function)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(handler, $"/{function}"))
        {
            Content = new StringContent(Payload(function), Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", "4.1041.0"));
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        using var response = await http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvocationException($"{function} failed with status {(int)response.StatusCode}.");
        }

        var body = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType != "application/json" || !IsObject(body))
        {
            throw new InvocationException($"{function} answered without a JSON object: the host would wait for ever.");
        }
    }

    private static string Payload(string function) => JsonSerializer.Serialize(new
    {
        Data = new
        {
            timer = new
            {
                Schedule = new { AdjustForDST = true },
                ScheduleStatus = new { Last = "2026-01-01T00:00:00Z", Next = "2026-01-01T00:00:30Z", LastUpdated = "2026-01-01T00:00:00Z" },
                IsPastDue = false,
            },
        },
        Metadata = new { sys = new { MethodName = function, UtcNow = "2026-01-01T00:00:30Z", RandGuid = Guid.NewGuid() } },
    });

    private static bool IsObject(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
