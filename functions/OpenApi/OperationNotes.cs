using Microsoft.AspNetCore.Http.Metadata;

namespace Serverless.Functions.OpenApi;

/// <summary>What a route says about itself in the OpenAPI document. The tests hold every answer against it.</summary>
internal static class OperationNotes
{
    private const string Json = "application/json";

    /// <param name="route">The route.</param>
    /// <param name="operationId">What generated clients call it.</param>
    /// <param name="summary">One line.</param>
    /// <param name="description">Further lines, in Markdown.</param>
    public static TBuilder Tells<TBuilder>(
        this TBuilder route, string operationId, string summary, string? description = null)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithName(operationId).WithSummary(summary);
        return description is null ? route : route.WithDescription(description);
    }

    /// <summary>A body of this type; <paramref name="optional"/>: none is as good as an empty object.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder route, Type body, bool optional = false, string contentType = Json)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AcceptsMetadata([contentType], body, optional));

    /// <summary>An answer of this type; null: without a body.</summary>
    public static TBuilder Gives<TBuilder>(
        this TBuilder route, Type? body, int status = StatusCodes.Status200OK, string contentType = Json)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(body is null
            ? new ProducesResponseTypeMetadata(status)
            : new ProducesResponseTypeMetadata(status, body, [contentType]));

    /// <summary>
    /// Problems beside those that every route of the form has: 401 and 403 with a credential, 404 with an id in the address, 400,
    /// 413 and 415 with a body, 400 with a query, 429 and 500.
    /// </summary>
    public static TBuilder Fails<TBuilder>(this TBuilder route, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new FailureMetadata(statuses));

    public static TBuilder Asks<TBuilder>(this TBuilder route, string parameter, string description)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new QueryParameter(parameter, description));

    /// <summary><c>page</c> and <c>perPage</c>.</summary>
    public static TBuilder InPages<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder =>
        route.Asks("page", "Which page; the first is 1.").Asks("perPage", "How many on a page.");

    public static TBuilder By<TBuilder>(this TBuilder route, Credential credential)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new CredentialMetadata(credential));
}
