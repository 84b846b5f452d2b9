namespace Serverless.Functions.Webhooks;

/// <summary>Row <c>hooks</c> beside the outbox.</summary>
/// <param name="LastSequence">The number that the room's newest numbered event got.</param>
internal sealed record WebhookHead(long LastSequence);
