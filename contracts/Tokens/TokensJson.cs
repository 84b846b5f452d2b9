using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Contracts.Tokens;

/// <summary>Source-generated JSON of this border: camelCase, absent instead of null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(InternalToken))]
public sealed partial class TokensJson : JsonSerializerContext;
