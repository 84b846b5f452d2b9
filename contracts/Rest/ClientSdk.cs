namespace Serverless.Contracts.Rest;

/// <param name="Type">Such as <c>web</c>; 1 to 32 characters.</param>
/// <param name="Version">Such as <c>1.4.0</c>; 1 to 32 characters.</param>
public sealed record ClientSdk(string Type, string Version);
