namespace Serverless.Functions.Moderation;

/// <summary>Row <c>{connectionKey}</c> in partition <c>out</c> of table <c>shutouts</c>: somebody whom the sweep keeps off Web PubSub.</summary>
/// <param name="Until">No address that was given out opens a socket after it.</param>
internal sealed record ShutOut(DateTimeOffset Until);
