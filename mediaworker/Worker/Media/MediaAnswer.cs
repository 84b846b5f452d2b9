using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Media;

/// <summary>What the media plane made of an offer.</summary>
internal abstract record MediaAnswer
{
    private MediaAnswer()
    {
    }

    internal sealed record Accepted(string Sdp, IReadOnlyList<SlotAssignment> Slots) : MediaAnswer;

    /// <param name="Code">A problem code of the contract: invalid_sdp, no_usable_codec, unsupported_offer, no_capacity.</param>
    /// <param name="Detail">For people.</param>
    internal sealed record Refused(string Code, string Detail) : MediaAnswer;
}
