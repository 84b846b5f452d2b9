using Serverless.Worker;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWorker(WorkerConfig.Read(builder.Configuration));
var app = builder.Build();
app.MapWorker();
await app.RunAsync();
