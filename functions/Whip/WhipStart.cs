namespace Serverless.Functions.Whip;

/// <param name="Id">Unguessable: who knows it may change and end the session.</param>
/// <param name="ETag">In quotes.</param>
/// <param name="Answer">SDP.</param>
internal sealed record WhipStart(string Id, string ETag, string Answer);
