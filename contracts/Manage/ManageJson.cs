using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Contracts.Manage;

/// <summary>Source-generated JSON of the operator's API: camelCase, absent instead of null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcMillisecondsConverter)])]
[JsonSerializable(typeof(TenantRequest))]
[JsonSerializable(typeof(TenantResponse))]
[JsonSerializable(typeof(TenantSecretResponse))]
[JsonSerializable(typeof(TenantPage))]
[JsonSerializable(typeof(RotateKeyRequest))]
[JsonSerializable(typeof(CreatePersonRequest))]
[JsonSerializable(typeof(PersonInvitationResponse))]
[JsonSerializable(typeof(PersonPage))]
public sealed partial class ManageJson : JsonSerializerContext;
