using System.Text.Json.Serialization;
using Serverless.Load.Joins;
using Serverless.Load.Local;
using Serverless.Load.Measure;

namespace Serverless.Load.Rest;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiClaims))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(JoinsReport))]
[JsonSerializable(typeof(LocalWorker[]))]
[JsonSerializable(typeof(Report))]
internal sealed partial class LoadJson : JsonSerializerContext;
