namespace Serverless.Local.PubSub.Upstream;

/// <summary>The body of <c>disconnected</c>.</summary>
internal sealed record EndedBody(string Reason);
