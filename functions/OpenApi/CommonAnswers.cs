using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Contracts.Rest;

namespace Serverless.Functions.OpenApi;

/// <summary>Adds what follows from a route's form: the problems it may answer with, its credential, its query, its tag.</summary>
internal sealed class CommonAnswers : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var reference = await ReferenceAsync(typeof(Problem), context, cancellationToken);
        if (metadata.OfType<BodyMetadata>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [body.ContentType] = new OpenApiMediaType
                    {
                        Schema = await ReferenceAsync(body.Type, context, cancellationToken),
                    },
                },
            };
        }

        operation.Responses ??= [];
        foreach (var status in FailuresOf(metadata, context.Description.RelativePath!))
        {
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = ReasonOf(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = reference },
                },
                Headers = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
                    ? RetryAfter()
                    : null,
            });
        }

        foreach (var query in metadata.OfType<QueryParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        operation.Security = SecuritySchemes.Of(CredentialOf(metadata), context.Document!);
        operation.Tags = new HashSet<OpenApiTagReference>
        {
            new(ApiTags.Of(context.Description.RelativePath!), context.Document),
        };
    }

    private static async Task<IOpenApiSchema> ReferenceAsync(
        Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (type == typeof(string))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String };
        }

        context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "Seconds.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        },
    };

    private static Credential CredentialOf(IList<object> metadata) =>
        metadata.OfType<CredentialMetadata>().LastOrDefault()?.Credential ?? Credential.None;

    private static SortedSet<int> FailuresOf(IList<object> metadata, string path)
    {
        SortedSet<int> statuses = [.. metadata.OfType<FailureMetadata>().SelectMany(failure => failure.Statuses)];
        statuses.UnionWith([StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError]);
        if (CredentialOf(metadata) != Credential.None)
        {
            statuses.UnionWith([StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden]);
        }

        if (path.Contains('{', StringComparison.Ordinal))
        {
            statuses.Add(StatusCodes.Status404NotFound);
        }

        if (metadata.OfType<BodyMetadata>().Any())
        {
            statuses.UnionWith(
            [
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType,
            ]);
        }

        if (metadata.OfType<QueryParameter>().Any())
        {
            statuses.Add(StatusCodes.Status400BadRequest);
        }

        return statuses;
    }

    private static string ReasonOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is wrong; the detail says where.",
        StatusCodes.Status401Unauthorized => "The credential is missing, wrong or expired.",
        StatusCodes.Status402PaymentRequired => "The room has to be named by its roomId; VideoSDK has this status for it.",
        StatusCodes.Status403Forbidden => "The credential is good, but not for this.",
        StatusCodes.Status404NotFound => "There is no such thing, or it is another tenant's.",
        StatusCodes.Status409Conflict => "Somebody else was faster, or the state forbids it.",
        StatusCodes.Status410Gone => "It existed, and is over.",
        StatusCodes.Status412PreconditionFailed => "It has changed since.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The body has the wrong content type.",
        StatusCodes.Status422UnprocessableEntity => "The offer cannot be answered.",
        StatusCodes.Status428PreconditionRequired => "Say which version you mean (If-Match).",
        StatusCodes.Status429TooManyRequests => "Too many calls; Retry-After says when.",
        StatusCodes.Status501NotImplemented => "Not built.",
        StatusCodes.Status503ServiceUnavailable => "Not possible at the moment; Retry-After says when.",
        _ => "Something failed on the server.",
    };
}
