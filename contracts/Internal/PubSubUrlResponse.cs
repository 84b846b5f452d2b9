namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/workers/{workerId}/pubsub on functions: a client access URL with every group open to it.</summary>
public sealed record PubSubUrlResponse(string Url);
