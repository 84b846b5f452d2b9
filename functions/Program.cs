using Serverless.Functions;
using Serverless.Functions.Platform;
using Serverless.Functions.Telemetry;

// Settings come from the environment. Watching the folder for files that change would cost every start.
var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
try
{
    builder.Services.AddFunctions(FunctionsEnvironment.Read(builder.Configuration));
}
catch (InvalidOperationException problem)
{
    // What the operator has to change, without a stack trace around it.
    Console.Error.WriteLine(problem.Message);
    return 1;
}

builder.AddTelemetry();
if (FunctionsEnvironment.Port(builder.Configuration) is { } port)
{
    builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
}

var app = builder.Build();
// The host polls this until anything answers.
app.MapGet("/", () => "Serverless Live").ExcludeFromDescription();
app.MapFunctions();
await app.RunAsync();
return 0;
