using Serverless.Contracts.Tokens;

namespace Serverless.Contracts.Signaling;

/// <summary>
/// To those who publish pictures: what everybody who is there decodes, of what the room allows. Who sends anything else is asked to
/// fall back, because to somebody it is no picture.
/// </summary>
/// <param name="Video">The one to fall back to comes first.</param>
public sealed record CodecsMessage(IReadOnlyList<VideoCodec> Video) : WorkerMessage;
