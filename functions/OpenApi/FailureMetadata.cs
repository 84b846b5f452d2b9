namespace Serverless.Functions.OpenApi;

/// <summary>On an endpoint: statuses that it answers with a problem, beside those that follow from its form.</summary>
internal sealed record FailureMetadata(IReadOnlyList<int> Statuses);
