using Serverless.Worker;

var builder = WebApplication.CreateBuilder(args);
var options = WorkerConfig.Read(builder.Configuration);
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
{
    builder.WebHost.UseUrls($"http://*:{options.InternalUrl.Port}");
}

builder.Services.AddWorker(options);
var app = builder.Build();
app.MapWorker();
await app.RunAsync();
