using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <summary>Source-generated JSON of this border: camelCase, absent instead of null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(WorkerMessage))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(Participant))]
[JsonSerializable(typeof(RoomSnapshot))]
[JsonSerializable(typeof(IReadOnlyList<LogEntry>))]
public sealed partial class SignalingJson : JsonSerializerContext;
