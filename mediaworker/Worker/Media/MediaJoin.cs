using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Media;

/// <param name="RoomId">Whose slots it takes part in.</param>
/// <param name="ConnectionKey">Names the transport from now on.</param>
/// <param name="ParticipantId">Whose tracks they are; nobody receives their own.</param>
/// <param name="Offer">The client's SDP.</param>
/// <param name="Publish">What the offer's sending sections carry.</param>
/// <param name="MayPublish">The ticket's sources; a section of another source is answered inactive.</param>
/// <param name="VideoCodecs">What the room's pictures may be in.</param>
internal sealed record MediaJoin(
    string RoomId,
    string ConnectionKey,
    string ParticipantId,
    string Offer,
    IReadOnlyList<PublishSection> Publish,
    IReadOnlyList<TrackSource> MayPublish,
    IReadOnlyList<VideoCodec> VideoCodecs);
