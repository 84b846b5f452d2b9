using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Rest;

/// <summary>POST /v2/rooms/{roomId}/resume, with a ticket as bearer: the same participation on a new transport.</summary>
public sealed record ResumeRequest
{
    public string? Offer { get; init; }

    public IReadOnlyList<PublishSection>? Publish { get; init; }
}
