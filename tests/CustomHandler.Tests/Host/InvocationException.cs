namespace Serverless.CustomHandler.Tests.Host;

/// <summary>A trigger that the handler did not complete as the Functions host needs it.</summary>
internal sealed class InvocationException(string message) : Exception(message);
