using System.Text.Json.Serialization;

namespace Serverless.Local.Workers;

/// <summary>What a worker process is told on its standard input: not by arguments or environment, which others can read.</summary>
internal sealed record WorkerOrder(
    string Id, Uri Url, Uri Functions, string Key, int UdpPort, int TcpPort, int Shards, int Capacity);

[JsonSerializable(typeof(WorkerOrder))]
internal sealed partial class WorkerOrderJson : JsonSerializerContext;
