using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Serverless.Functions.OpenApi;

/// <summary>
/// Says of schemas what the serializers do: an optional member is absent, never null. And puts the members that comments refer to by
/// their C# names under the names that they have in JSON.
/// </summary>
internal sealed partial class SchemaWords : IOpenApiDocumentTransformer, IOpenApiSchemaTransformer
{
    /// <summary>Marks a member that is written even when it is null, until the document is complete.</summary>
    private const string MayBeNull = "x-may-be-null";

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true);
        if (attributes is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }])
        {
            schema.Metadata ??= new Dictionary<string, object>();
            schema.Metadata[MayBeNull] = true;
        }

        return Task.CompletedTask;
    }

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? [])
        {
            schema.Description = InJson(schema.Description);
            foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            {
                property.Description = InJson(property.Description);
                if (schema.Required?.Contains(name) != true)
                {
                    schema.Properties![name] = NeverNull(property);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static IOpenApiSchema NeverNull(IOpenApiSchema property)
    {
        if (property is not OpenApiSchema schema || schema.Metadata?.ContainsKey(MayBeNull) == true)
        {
            return property;
        }

        schema.Type &= ~JsonSchemaType.Null;
        var real = schema.OneOf?.Where(choice => choice.Type != JsonSchemaType.Null).ToList();
        if (real is not [var only] || schema.OneOf!.Count == 1)
        {
            return schema;
        }

        only.Description ??= schema.Description;
        return only;
    }

    private static string? InJson(string? text) => text is null
        ? null
        : Reference().Replace(text, match => $"`{JsonNamingPolicy.CamelCase.ConvertName(match.Groups["member"].Value)}`");

    /// <summary>How a cref arrives: class and member, and for a property its type before them.</summary>
    [GeneratedRegex(@"(\b(string|int|long|double|bool|[A-Z]\w*)\?? )?\b[A-Z]\w+\.(?<member>[A-Z]\w+)\b")]
    private static partial Regex Reference();
}
