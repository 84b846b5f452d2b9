using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Contracts.Rest;

namespace Serverless.Contracts.BackEnd;

/// <summary>
/// Source-generated JSON of what only customers' back ends say and read: the browser's SDK has no decoders for it. camelCase,
/// absent instead of null, unknown members ignored.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcMillisecondsConverter)])]
[JsonSerializable(typeof(RoomPage))]
[JsonSerializable(typeof(UpdateRoomRequest))]
[JsonSerializable(typeof(SessionPage))]
[JsonSerializable(typeof(SessionParticipantsPage))]
[JsonSerializable(typeof(ActiveParticipantsPage))]
[JsonSerializable(typeof(SessionParticipant))]
[JsonSerializable(typeof(RemoveParticipantRequest))]
[JsonSerializable(typeof(MintTokenRequest))]
[JsonSerializable(typeof(MintTokenResponse))]
[JsonSerializable(typeof(UsageResponse))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(ChoosePasswordRequest))]
[JsonSerializable(typeof(SignInResponse))]
[JsonSerializable(typeof(WarmResponse))]
[JsonSerializable(typeof(BanPage))]
[JsonSerializable(typeof(CreateBanRequest))]
[JsonSerializable(typeof(SessionStatsResponse))]
[JsonSerializable(typeof(ParticipantStatsResponse))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(WebhookResponse))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookSecretResponse))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayResponse))]
[JsonSerializable(typeof(RsaPublicKeyResponse))]
public sealed partial class BackEndJson : JsonSerializerContext;
