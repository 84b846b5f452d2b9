using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.CustomHandler.Tests.Host;

namespace Serverless.CustomHandler.Tests;

/// <summary>What the host needs to hear of a trigger.</summary>
public sealed class TimerInvocationTests
{
    [Theory]
    [InlineData(200, "application/json", """{"Outputs":{},"Logs":[],"ReturnValue":null}""", null)]
    [InlineData(204, null, "", "for ever")]
    [InlineData(200, "application/json", "", "for ever")]
    [InlineData(200, "application/json", "null", "for ever")]
    [InlineData(200, "text/plain", "{}", "for ever")]
    [InlineData(500, "application/json", "{}", "500")]
    public async Task An_invocation_completes_only_with_an_object(int status, string? type, string body, string? problem)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/tick", async http =>
        {
            http.Response.StatusCode = status;
            if (type is not null)
            {
                http.Response.ContentType = type;
                await http.Response.WriteAsync(body);
            }
        });
        await app.StartAsync();
        using var client = new HttpClient();

        var failure = await Record.ExceptionAsync(() => TimerInvocation.FireAsync(client, new Uri(app.Urls.Single()), "tick"));

        if (problem is null)
        {
            Assert.Null(failure);
        }
        else
        {
            Assert.Contains(problem, Assert.IsType<InvocationException>(failure).Message, StringComparison.Ordinal);
        }
    }
}
