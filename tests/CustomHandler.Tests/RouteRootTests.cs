using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Serverless.CustomHandler.Tests.Host;
using Serverless.Functions;
using Serverless.Functions.Platform;

namespace Serverless.CustomHandler.Tests;

/// <summary>The routes of the code and the folders beside it say the same.</summary>
public sealed class RouteRootTests
{
    [Fact]
    public void Every_endpoint_is_reached_through_a_function()
    {
        var data = Directory.CreateTempSubdirectory("routes-").FullName;
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Services.AddFunctions(new FunctionsOptions
            {
                DataPath = data,
                PublicUrl = new Uri("https://live.example"),
                WorkerKey = new string('k', 32),
                PubSubConnectionString = "Endpoint=http://localhost:8081;AccessKey=k;",
            });
            using var app = builder.Build();
            app.MapFunctions();
            var roots = ((IEndpointRouteBuilder)app).DataSources
                .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0])
                .Distinct().Order().ToList();

            var problems = new List<string>();
            var folder = Path.Combine(PublishedApp.Repository, "functions");
            var host = HostJson.Read(folder, problems);
            var functions = Directory.EnumerateDirectories(folder)
                .Where(child => File.Exists(Path.Combine(child, "function.json")))
                .Select(child => FunctionJson.Read(child, host, problems)!);
            // An HTTP function by its route, a timer by its name.
            var covered = functions.Select(function => function.Route?.Split('/')[0] ?? function.Name).Order();

            Assert.Empty(problems);
            Assert.Equal(covered, roots);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
