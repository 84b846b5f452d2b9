namespace Serverless.Local.PubSub.Http;

internal sealed record ClientToken(string Token);
