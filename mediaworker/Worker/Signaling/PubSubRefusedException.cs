namespace Serverless.Worker.Signaling;

/// <summary>The service answered a request with a failed acknowledgement.</summary>
/// <param name="name">The service's name of the error, such as Forbidden.</param>
internal sealed class PubSubRefusedException(string name) : Exception($"Web PubSub refused the request: {name}.");
