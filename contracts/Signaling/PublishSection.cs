using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>Says what the media section <paramref name="Mid"/> of an offer will carry.</summary>
public sealed record PublishSection(string Mid, TrackSource Source);
