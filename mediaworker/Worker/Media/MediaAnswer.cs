using Serverless.Contracts.Signaling;
using Serverless.Contracts.Tokens;

namespace Serverless.Worker.Media;

/// <summary>What the media plane made of an offer.</summary>
internal abstract record MediaAnswer
{
    private MediaAnswer()
    {
    }

    /// <param name="Sdp">The answer.</param>
    /// <param name="Slots">What plays where by now.</param>
    /// <param name="Decodes">In what its video slots can play a picture; null: it has none.</param>
    internal sealed record Accepted(
        string Sdp, IReadOnlyList<SlotAssignment> Slots, IReadOnlyList<VideoCodec>? Decodes = null) : MediaAnswer;

    /// <param name="Code">A problem code of the contract: invalid_sdp, no_usable_codec, unsupported_offer, no_capacity.</param>
    /// <param name="Detail">For people.</param>
    internal sealed record Refused(string Code, string Detail) : MediaAnswer;
}
