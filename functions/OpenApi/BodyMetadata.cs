namespace Serverless.Functions.OpenApi;

/// <summary>
/// On an endpoint: the body it reads. Not the framework's own metadata for this, by which routing would refuse content types
/// without a problem, also where an endpoint takes any.
/// </summary>
/// <param name="Type">Of the contract.</param>
/// <param name="ContentType">As it is sent.</param>
/// <param name="IsOptional">None is as good as an empty object.</param>
internal sealed record BodyMetadata(Type Type, string ContentType, bool IsOptional);
