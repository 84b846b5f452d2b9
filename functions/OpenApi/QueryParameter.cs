namespace Serverless.Functions.OpenApi;

/// <summary>A query parameter, which an endpoint reads by itself.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Description">For people.</param>
internal sealed record QueryParameter(string Name, string Description);
