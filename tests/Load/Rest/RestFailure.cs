namespace Serverless.Load.Rest;

/// <summary>The system answered a call with something else than what was asked for.</summary>
internal sealed class RestFailure(string message) : Exception(message);
