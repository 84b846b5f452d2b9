using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Rest;

namespace Serverless.Contracts.Internal;

/// <summary>Source-generated JSON of this border: camelCase, absent instead of null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(CreateTransportRequest))]
[JsonSerializable(typeof(CreateTransportResponse))]
[JsonSerializable(typeof(RestartIceRequest))]
[JsonSerializable(typeof(RestartIceResponse))]
[JsonSerializable(typeof(ControlCommand))]
[JsonSerializable(typeof(WorkerReport))]
[JsonSerializable(typeof(WorkerLease))]
[JsonSerializable(typeof(PubSubUrlResponse))]
[JsonSerializable(typeof(AppendLogRequest))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ParticipantEvents))]
[JsonSerializable(typeof(ParticipantEventsResponse))]
[JsonSerializable(typeof(PresentParticipants))]
[JsonSerializable(typeof(MoveRoomRequest))]
[JsonSerializable(typeof(MoveRoomResponse))]
[JsonSerializable(typeof(QualityReport))]
[JsonSerializable(typeof(WorkersWanted))]
[JsonSerializable(typeof(WorkerHealth))]
public sealed partial class InternalJson : JsonSerializerContext;
