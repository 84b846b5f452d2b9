using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Functions.Platform;

namespace Serverless.Functions.OpenApi;

/// <summary>The document's own words: title, address, credentials, chapters.</summary>
internal sealed class DocumentShape(FunctionsOptions options) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Serverless Live",
            Version = "v2",
            Description = """
                Interactive live streaming on your own Azure subscription. Paths, fields and odd answers are VideoSDK's wherever it has
                them, so a back end changes the base URL and the key. Every failure is a problem (RFC 9457) with a stable `code`.
                """,
        };
        document.Servers = [new OpenApiServer { Url = options.PublicUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') }];
        SecuritySchemes.AddTo(document);
        ApiTags.AddTo(document);
        return Task.CompletedTask;
    }
}
