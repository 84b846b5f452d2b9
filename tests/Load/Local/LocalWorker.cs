namespace Serverless.Load.Local;

/// <summary>An entry of <c>GET /local/workers</c>.</summary>
internal sealed record LocalWorker(string Id, Uri Url, bool IsRunning, int ProcessId);
