using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Contracts.Rest;

/// <summary>Source-generated JSON of this border: camelCase, absent instead of null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcMillisecondsConverter)])]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(RoomResponse))]
[JsonSerializable(typeof(DeactivateRoomRequest))]
[JsonSerializable(typeof(EndSessionRequest))]
[JsonSerializable(typeof(SessionResponse))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(JoinResponse))]
[JsonSerializable(typeof(JoinPendingResponse))]
[JsonSerializable(typeof(RenewResponse))]
[JsonSerializable(typeof(LeaveRequest))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(CreateInviteRequest))]
[JsonSerializable(typeof(InviteResponse))]
[JsonSerializable(typeof(ExchangeInviteResponse))]
[JsonSerializable(typeof(RespondEntryRequest))]
[JsonSerializable(typeof(Problem))]
public sealed partial class RestJson : JsonSerializerContext;
