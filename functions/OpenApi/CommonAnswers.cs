using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
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
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        context.Document!.AddComponent(nameof(Problem), problem);
        var reference = new OpenApiSchemaReference(nameof(Problem), context.Document);
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

        operation.Security = SecuritySchemes.Of(CredentialOf(metadata), context.Document);
        operation.Tags = new HashSet<OpenApiTagReference>
        {
            new(ApiTags.Of(context.Description.RelativePath!), context.Document),
        };
    }

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

        if (metadata.OfType<IAcceptsMetadata>().Any())
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
        StatusCodes.Status402PaymentRequired => "The tenant may not have more of this.",
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
